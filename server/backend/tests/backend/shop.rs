//! Shops: opened, furnished, and run by their people only.

use longtail::{
    actor::{Actor, ShopRole},
    text::FieldIssue,
    trade::shop::{ShopDraft, ShopError, ShopMove, ShopStage},
};
use longtail_backend::{
    Failure, testing,
    trade::shop::{self, OpenShop},
};
use sqlx::PgPool;

fn draft(name: &str, slug: &str) -> ShopDraft {
    ShopDraft {
        name_en: name.to_owned(),
        slug: slug.to_owned(),
        postage_base: "8".to_owned(),
        ..ShopDraft::default()
    }
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_member_opens_a_shop_once(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = testing::member(&ctx, "lin").await;
    let command = OpenShop {
        id: ctx.new_id(),
        draft: draft("West Lake Tea", ""),
    };
    let opened = shop::open(&ctx, &lin, &command).await.expect("opened");
    assert_eq!(opened.slug, "west-lake-tea");
    let repeated = shop::open(&ctx, &lin, &command).await.expect("the same");
    assert_eq!(repeated, opened);

    let again = OpenShop {
        id: ctx.new_id(),
        ..command
    };
    let second = shop::open(&ctx, &lin, &again).await.expect("another");
    assert_eq!(second.slug, "west-lake-tea-2");
    let typed = OpenShop {
        id: ctx.new_id(),
        draft: draft("Tea", "west-lake-tea"),
    };
    let Err(Failure::Invalid(issues)) = shop::open(&ctx, &lin, &typed).await else {
        panic!("the address is taken")
    };
    assert_eq!(issues.get("slug"), Some(&FieldIssue::AlreadyTaken));

    let guest = testing::guest(&ctx).await;
    let by_guest = OpenShop {
        id: ctx.new_id(),
        draft: draft("Tea", ""),
    };
    let refused = shop::open(&ctx, &guest, &by_guest).await;
    assert!(matches!(refused, Err(Failure::SignIn)));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_shop_opens_with_something_to_sell(db: PgPool) {
    let ctx = testing::ctx(db.clone()).await;
    let lin = testing::member(&ctx, "lin").await;
    let (tea, lin) = testing::open_shop(&ctx, &lin, "tea").await;
    let paused = shop::move_stage(&ctx, &lin, tea, ShopMove::Pause).await;
    assert!(matches!(paused, Ok(ShopStage::Paused)));
    let empty = shop::move_stage(&ctx, &lin, tea, ShopMove::Open).await;
    assert!(matches!(
        empty,
        Err(Failure::Refused(ShopError::NothingToSell))
    ));
    let settings = shop::settings_page(&ctx, &lin, "tea")
        .await
        .expect("a page");
    assert!(!settings.can_open());
    let closed = shop::move_stage(&ctx, &lin, tea, ShopMove::Close).await;
    assert!(matches!(closed, Ok(ShopStage::Closed)));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn an_owner_edits_a_clerk_does_not_and_others_find_nothing(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = testing::member(&ctx, "lin").await;
    let mo = testing::member(&ctx, "mo").await;
    let (tea, lin) = testing::open_shop(&ctx, &lin, "tea").await;

    let stranger = shop::back_office_shop(&ctx, &Actor::Stranger, "tea").await;
    assert!(matches!(stranger, Err(Failure::SignIn)));
    let other = shop::back_office_shop(&ctx, &mo, "tea").await;
    assert!(matches!(other, Err(Failure::NotFound)));

    let nobody = shop::add_person(&ctx, &lin, tea, "nobody@example.com", ShopRole::Clerk).await;
    assert!(matches!(nobody, Err(Failure::Invalid(_))));
    shop::add_person(&ctx, &lin, tea, "Mo@example.com", ShopRole::Clerk)
        .await
        .expect("a clerk");
    let mo = testing::seated(&ctx, &mo).await;
    let seen = shop::back_office_shop(&ctx, &mo, "tea")
        .await
        .expect("seen");
    assert_eq!((seen.id(), seen.role), (tea, ShopRole::Clerk));

    let draft = draft("Better Tea", "ignored");
    let by_clerk = shop::edit(&ctx, &mo, tea, &draft).await;
    assert!(matches!(by_clerk, Err(Failure::NotFound)));
    let page = shop::settings_page(&ctx, &mo, "tea").await;
    assert!(matches!(page, Err(Failure::NotFound)));
    let seat = shop::remove_person(&ctx, &mo, tea, lin.account().expect("lin")).await;
    assert!(matches!(seat, Err(Failure::NotFound)));

    shop::edit(&ctx, &lin, tea, &draft).await.expect("edited");
    let page = shop::settings_page(&ctx, &lin, "tea")
        .await
        .expect("a page");
    assert_eq!(page.card.name.en, "Better Tea");
    assert_eq!(page.people.len(), 2);
    assert_eq!(page.draft().postage_base, "8.00");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_shop_keeps_an_owner(db: PgPool) {
    let ctx = testing::ctx(db).await;
    let lin = testing::member(&ctx, "lin").await;
    let mo = testing::member(&ctx, "mo").await;
    let (tea, lin) = testing::open_shop(&ctx, &lin, "tea").await;
    let (me, them) = (lin.account().expect("lin"), mo.account().expect("mo"));
    for outcome in [
        shop::remove_person(&ctx, &lin, tea, me).await,
        shop::change_role(&ctx, &lin, tea, me, ShopRole::Clerk).await,
    ] {
        assert!(matches!(
            outcome,
            Err(Failure::Refused(ShopError::LastOwner))
        ));
    }
    let unseated = shop::remove_person(&ctx, &lin, tea, them).await;
    assert!(matches!(unseated, Err(Failure::NotFound)));
    shop::add_person(&ctx, &lin, tea, "mo@example.com", ShopRole::Clerk)
        .await
        .expect("a clerk");
    shop::change_role(&ctx, &lin, tea, them, ShopRole::Owner)
        .await
        .expect("an owner");
    shop::remove_person(&ctx, &lin, tea, me)
        .await
        .expect("left");
}
