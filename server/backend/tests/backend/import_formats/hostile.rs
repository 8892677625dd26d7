//! Files that mean harm: refused, or taken as the text that they are.

use super::*;
use longtail::trade::{catalog::CatalogError, import::ImportError};
use longtail_backend::Failure;

async fn refusal(market: &Market, file: &[u8]) -> ImportError {
    let (pictures, renames) = (Pictures::default(), Renames::new());
    let order = order(market, file, &pictures, &renames);
    match import_file(&market.ctx, &Actor::System, &order, &mut |_, _| {}).await {
        Err(Failure::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn hostile_files_are_refused_or_come_in_as_text(db: PgPool) {
    let market = Market::new(db).await;
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss><channel><item><id>&b;</id></item></channel></rss>";
    assert_eq!(
        refusal(&market, laughs.as_bytes()).await,
        ImportError::Entities
    );
    let unknown = "<rss><channel><item><id>&b;</id><title>T</title></item></channel></rss>";
    assert!(matches!(
        refusal(&market, unknown.as_bytes()).await,
        ImportError::NotXml { .. }
    ));
    assert!(matches!(
        refusal(&market, b"<rss><channel><item>").await,
        ImportError::NotXml { .. }
    ));
    assert!(matches!(
        refusal(&market, "<a>".repeat(1_000_000).as_bytes()).await,
        ImportError::NotXml { line: 1 }
    ));
    let wide = format!("Handle,Title,Variant Price{}\n", ",x".repeat(10_000));
    assert_eq!(
        refusal(&market, wide.as_bytes()).await,
        ImportError::TooManyColumns { most: 500 }
    );
    let long = format!(
        "Handle,Title,Variant Price\na,{},9\n",
        "x".repeat(1024 * 1024)
    );
    assert_eq!(
        refusal(&market, long.as_bytes()).await,
        ImportError::FieldTooLong { line: 2 }
    );
    let huge = vec![b'x'; 100 * 1024 * 1024];
    assert_eq!(refusal(&market, &huge).await, ImportError::TooLarge);
    assert_eq!(
        refusal(&market, b"Handle,Title,Variant Price\na,A\0B,9\n").await,
        ImportError::NotText { line: 2 }
    );
    assert_eq!(
        refusal(&market, b"one,two\n1,2\n").await,
        ImportError::NotRecognised
    );
    // A listing of more variants than any may have is told, and costs no time.
    let rows: String = (0..20_000).map(|i| format!("h,,s{i},9,c{i},\n")).collect();
    let headings = "Handle,Title,Option1 Value,Variant Price,Variant SKU,Option1 Name";
    let many = format!("{headings}\nh,H,s,9,c,Size\n{rows}");
    let report = bring(&market, many.as_bytes(), &Pictures::default()).await;
    assert_eq!((report.created, report.error_rows), (0, 20_001));
    let values = (0..300)
        .map(|i| i.to_string())
        .collect::<Vec<_>>()
        .join(", ");
    let (mut names, mut lists, mut empty) = (String::new(), String::new(), String::new());
    for i in 1..=8 {
        names += &format!(",Attribute {i} name,Attribute {i} value(s)");
        lists += &format!(",A{i},\"{values}\"");
        empty += &format!(",A{i},");
    }
    let any = format!(
        "ID,Type,Name,Regular price,Parent{names}\n1,variable,Any,,{lists}\n2,variation,Any,9,id:1{empty}\n"
    );
    let report = bring(&market, any.as_bytes(), &Pictures::default()).await;
    assert!(report.issues.iter().any(|issue| matches!(
        &issue.trouble,
        Trouble::Refused {
            why: CatalogError::TooManyVariants {
                count: 90_000,
                most: 378
            }
        }
    )));
    assert_eq!((report.created, report.error_rows), (0, 2));
    // A formula that was made harmless is read as it was; a script is only a title.
    let file = "Handle,Title,Variant Price,Variant Inventory Qty\nf,'=cmd|' /C calc'!A0,9,1\ns,<script>alert(1)</script>,9,1\n";
    let report = bring(&market, file.as_bytes(), &Pictures::default()).await;
    assert_eq!((report.created, report.error_rows), (2, 0));
    let titles: Vec<String> =
        sqlx::query_scalar("select title_en from listings order by import_key")
            .fetch_all(&market.ctx.db)
            .await
            .expect("titles");
    assert_eq!(titles, ["=cmd|' /C calc'!A0", "<script>alert(1)</script>"]);
}
