//! Letters by SMTP: to a mail server of the test's own, which may refuse them.

use longtail::{
    actor::Actor,
    id::{AccountId, ConfirmationId, NoticeId},
    money::{Currency, Money},
    platform::notification::Notice,
};
use longtail_backend::{
    Ctx,
    failure::Incident,
    jobs,
    money::confirmation,
    platform::{
        mail::{Mail, SmtpMail},
        notification,
    },
    settings::Settings,
    testing::{self, TestMarket},
    trust::account,
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use uuid::Uuid;

/// Takes letters, or says “later”.
#[derive(Clone, Default)]
struct PostOffice {
    refuses: Arc<AtomicBool>,
    /// Who refused letters were from, and letters as they came, with the envelope's addresses.
    refused: Arc<Mutex<Vec<String>>>,
    taken: Arc<Mutex<Vec<(String, String)>>>,
}

impl PostOffice {
    /// Answers with how letters are sent there.
    async fn open(&self) -> SmtpMail {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let office = self.clone();
        tokio::spawn(async move {
            while let Ok((visitor, _)) = listener.accept().await {
                tokio::spawn(office.clone().serve(visitor));
            }
        });
        SmtpMail::new(&format!("smtp://{address}"), &Settings::default()).expect("a way")
    }

    async fn serve(self, visitor: TcpStream) {
        let (read, mut write) = visitor.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut envelope = String::new();
        let mut answer = "220 post.example ESMTP\r\n";
        loop {
            if write.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
            let Ok(Some(line)) = lines.next_line().await else {
                return;
            };
            let verb: String = line.chars().take(4).collect();
            answer = match verb.to_uppercase().as_str() {
                "EHLO" => "250-post.example\r\n250 8BITMIME\r\n",
                "MAIL" if self.refuses.load(Ordering::SeqCst) => {
                    self.refused.lock().expect("a list").push(line);
                    "451 4.3.0 come again later\r\n"
                }
                "MAIL" | "RCPT" => {
                    envelope.push_str(&line);
                    envelope.push('\n');
                    "250 2.1.0 well\r\n"
                }
                "DATA" => {
                    if write.write_all(b"354 go on\r\n").await.is_err() {
                        return;
                    }
                    let mut letter = String::new();
                    while let Ok(Some(line)) = lines.next_line().await {
                        if line == "." {
                            break;
                        }
                        letter.push_str(&line);
                        letter.push('\n');
                    }
                    let envelope = std::mem::take(&mut envelope);
                    self.taken.lock().expect("a list").push((envelope, letter));
                    "250 2.0.0 taken\r\n"
                }
                "QUIT" => {
                    // Whoever says so may be gone already.
                    let _ = write.write_all(b"221 2.0.0 farewell\r\n").await;
                    return;
                }
                _ => "250 2.0.0 well\r\n",
            };
        }
    }

    fn taken(&self) -> Vec<(String, String)> {
        self.taken.lock().expect("a list").clone()
    }

    fn refused(&self) -> usize {
        self.refused.lock().expect("a list").len()
    }
}

async fn tell(ctx: &Ctx, actor: &Actor) -> NoticeId {
    let notice = Notice::PaidIntoWallet {
        amount: Money::new(1250, Currency::Cny),
    };
    let account = actor.account().expect("an account");
    let mut tx = ctx.transaction().await.expect("a transaction");
    notification::tell(&mut tx, account, &notice, "/wallet")
        .await
        .expect("told");
    tx.commit().await.expect("kept");
    notification::notices(ctx, actor).await.expect("listed")[0].id
}

/// Looks, while a letter is taken, whether the link or the code in it is known yet; then loses its word,
/// or dies.
struct Dying {
    db: PgPool,
    dies: bool,
    led_somewhere: AtomicBool,
}

impl Dying {
    fn new(db: &PgPool, dies: bool) -> Arc<Self> {
        Arc::new(Self {
            db: db.clone(),
            dies,
            led_somewhere: AtomicBool::new(false),
        })
    }
}

#[async_trait::async_trait]
impl Mail for Dying {
    async fn send(&self, _: Option<Uuid>, _: &str, _: &str, body: &str) -> Result<(), Incident> {
        let (_, key) = ["/guest/", "/reset-password/"]
            .iter()
            .find_map(|door| body.split_once(*door))
            .unwrap_or_default();
        let key = key.split(['?', '\n']).next().unwrap_or_default();
        let known: bool = sqlx::query_scalar(
            "select exists (select from guest_links where token_hash = $1)
                 or exists (select from password_resets where token_hash = $1)
                 or exists (select from confirmations where code_hash is not null)",
        )
        .bind(account::token_hash(key))
        .fetch_one(&self.db)
        .await?;
        self.led_somewhere.store(known, Ordering::SeqCst);
        if self.dies {
            std::future::pending::<()>().await;
        }
        Err(Incident::new("timeout"))
    }
}

async fn links(ctx: &Ctx) -> i64 {
    sqlx::query_scalar(
        "select (select count(*) from guest_links) + (select count(*) from password_resets)",
    )
    .fetch_one(&ctx.db)
    .await
    .expect("a count")
}

async fn mailed(ctx: &Ctx) -> bool {
    sqlx::query_scalar("select mailed_at is not null from notices")
        .fetch_one(&ctx.db)
        .await
        .expect("a notice")
}

#[tokio::test]
async fn a_letter_has_its_headers() {
    let office = PostOffice::default();
    let mail = office.open().await;
    let id = Uuid::from_u128(7);
    mail.send(
        Some(id),
        "lin@example.com",
        "Your order",
        "Hello Lin,\n\nit is on its way.\n",
    )
    .await
    .expect("sent");
    let taken = office.taken();
    let (envelope, letter) = &taken[0];
    assert!(
        envelope.contains("FROM:<no-reply@longtail.example>"),
        "{envelope}"
    );
    assert!(envelope.contains("TO:<lin@example.com>"), "{envelope}");
    let (headers, body) = letter.split_once("\n\n").expect("headers and a body");
    let headers: Vec<&str> = headers.lines().collect();
    for header in [
        "From: Longtail <no-reply@longtail.example>",
        "To: lin@example.com",
        "Subject: Your order",
        &format!("Message-ID: <{id}@longtail.example>"),
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(headers.contains(&header), "{header} is not in {headers:#?}");
    }
    assert!(headers.iter().any(|header| header.starts_with("Date: ")));
    assert!(body.starts_with("Hello Lin,\n"), "{body}");

    mail.send(None, "lin@example.com", "Your code", "1234")
        .await
        .expect("sent");
    mail.send(None, "lin@example.com", "Your code", "5678")
        .await
        .expect("sent");
    let ids: Vec<String> = office
        .taken()
        .iter()
        .filter_map(|(_, letter)| {
            let mut lines = letter.lines();
            lines
                .find(|line| line.starts_with("Message-ID: "))
                .map(str::to_owned)
        })
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids[1] != ids[2] && ids[0] != ids[1]);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_letter_that_is_refused_is_sent_again(db: PgPool) {
    let office = PostOffice::default();
    let TestMarket { ctx, clock, .. } = TestMarket::new(db);
    let ctx = Ctx {
        mail: Arc::new(office.open().await),
        ..ctx
    };
    let lin = testing::member(&ctx, "lin").await;
    let notice = tell(&ctx, &lin).await;
    office.refuses.store(true, Ordering::SeqCst);
    assert_eq!(jobs::run_due(&ctx).await.expect("tried"), 1);
    assert_eq!(office.refused(), 1);
    assert!(office.taken().is_empty() && !mailed(&ctx).await);

    office.refuses.store(false, Ordering::SeqCst);
    assert_eq!(jobs::run_due(&ctx).await.expect("none"), 0, "it waits");
    clock.advance(chrono::Duration::seconds(3));
    assert_eq!(jobs::run_due(&ctx).await.expect("tried"), 1);
    let taken = office.taken();
    assert_eq!(taken.len(), 1);
    assert!(
        taken[0]
            .1
            .contains(&format!("Message-ID: <{notice}@longtail.example>"))
    );
    assert!(mailed(&ctx).await);

    notification::mail_notice(&ctx, notice)
        .await
        .expect("nothing to do");
    assert_eq!(office.taken().len(), 1, "once is enough");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_link_leads_somewhere_before_its_letter_is_under_way(db: PgPool) {
    let market = TestMarket::new(db.clone());
    let with = |mail: &Arc<Dying>| Ctx {
        mail: mail.clone(),
        ..market.ctx.clone()
    };
    let guest = testing::guest(&market.ctx).await;
    sqlx::query("update accounts set email = 'guest@example.com'")
        .execute(&db)
        .await
        .expect("left an address");
    let lin = testing::member(&market.ctx, "lin").await;
    let lin = lin.account().expect("an account");
    let notice = tell(&market.ctx, &guest).await;

    // A letter may be in the mailbox though its mail server was not heard: what is in it holds.
    let mail = Dying::new(&db, false);
    let ctx = with(&mail);
    for round in 0..2 {
        let sent = notification::mail_notice(&ctx, notice).await;
        assert!(sent.is_err() && mail.led_somewhere.swap(false, Ordering::SeqCst));
        let sent = account::mail_reset(&ctx, lin).await;
        assert!(sent.is_err() && mail.led_somewhere.swap(false, Ordering::SeqCst));
        assert_eq!(links(&ctx).await, 2 * (round + 1));
    }

    // And so where the worker dies once the letter is with the mail server.
    let mail = Dying::new(&db, true);
    let ctx = with(&mail);
    let cut_off = std::time::Duration::from_secs(2);
    let sent = tokio::time::timeout(cut_off, notification::mail_notice(&ctx, notice)).await;
    assert!(sent.is_err() && mail.led_somewhere.swap(false, Ordering::SeqCst));
    assert_eq!(links(&ctx).await, 5);
    let sent = tokio::time::timeout(cut_off, account::mail_reset(&ctx, lin)).await;
    assert!(sent.is_err() && mail.led_somewhere.swap(false, Ordering::SeqCst));
    assert_eq!(links(&ctx).await, 6);
    assert!(!mailed(&ctx).await, "it comes again");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_code_opens_something_before_its_letter_is_under_way(db: PgPool) {
    let market = TestMarket::new(db.clone());
    let mail = Dying::new(&db, false);
    let ctx = Ctx {
        mail: mail.clone(),
        ..market.ctx.clone()
    };
    let lin = testing::member(&market.ctx, "lin").await;
    let AccountId(lin) = lin.account().expect("an account");
    let id: ConfirmationId = ctx.new_id();
    sqlx::query(
        "insert into confirmations
             (id, account_id, purpose, subject_id, currency, amount_minor, asked_at, expires_at)
         values ($1, $2, 'withdrawal', $2, 'CNY', 500000, $3, $3)",
    )
    .bind(id.0)
    .bind(lin)
    .bind(ctx.now())
    .execute(&db)
    .await
    .expect("asked for");
    let sent = confirmation::mail_code(&ctx, id).await;
    assert!(sent.is_err() && mail.led_somewhere.load(Ordering::SeqCst));
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_guests_letter_takes_one_connection(db: PgPool) {
    let single = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(std::time::Duration::from_secs(2))
        .connect_with((*db.connect_options()).clone())
        .await
        .expect("connected");
    let TestMarket { ctx, mail, .. } = TestMarket::new(single);
    let guest = testing::guest(&ctx).await;
    sqlx::query("update accounts set email = 'guest@example.com'")
        .execute(&ctx.db)
        .await
        .expect("left an address");
    let notice = tell(&ctx, &guest).await;
    notification::mail_notice(&ctx, notice).await.expect("sent");
    notification::mail_notice(&ctx, notice)
        .await
        .expect("nothing to do");
    let letters = mail.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].body.contains("/guest/"), "{}", letters[0].body);
    assert_eq!(links(&ctx).await, 1, "nor is another key made");
    ctx.db.close().await;
}
