//! Everybody signs up: shopkeepers, clerks, buyers, staff.

use super::{
    catalogue::Catalogue,
    world::{DemoError, World},
};
use chrono::Duration;
use longtail::{text::Lang, trust::account::SignUp};
use longtail_backend::{
    platform::staff,
    trust::account::{self, Device, Visit},
};

/// The password of everybody in the demo market.
pub(super) const PASSWORD: &str = "longtail demo";
/// The demo's one staff member.
pub(super) const STAFF: &str = "staff@longtail.example";

pub(super) async fn settle(world: &mut World, catalogue: &Catalogue) -> Result<(), DemoError> {
    let mut people: Vec<(String, String, Lang)> = Vec::new();
    for shop in &catalogue.shops {
        for person in std::iter::once(&shop.owner).chain(&shop.clerk) {
            people.push((person.email.clone(), person.name.en.clone(), Lang::En));
        }
    }
    for buyer in &catalogue.buyers {
        people.push((
            buyer.email.clone(),
            buyer.name.get(buyer.language).to_owned(),
            buyer.language.into(),
        ));
    }
    people.push((STAFF.to_owned(), "Wen Staff".to_owned(), Lang::En));
    let start = world.until - Duration::days(200);
    for (number, (email, name, lang)) in people.into_iter().enumerate() {
        world.clock.set(start + Duration::hours(number as i64));
        let actor = sign_up(world, number, &email, name, lang).await?;
        world.people.insert(email, actor);
    }
    staff::appoint(&world.ctx, &longtail::actor::Actor::System, STAFF)
        .await
        .map_err(DemoError::at(STAFF))
}

async fn sign_up(
    world: &World,
    number: usize,
    email: &str,
    name: String,
    lang: Lang,
) -> Result<longtail::actor::Actor, DemoError> {
    // Everybody has a network address of their own, as at home.
    let device = Device {
        address: format!("10.0.{}.{}", number / 250, number % 250 + 1),
        user_agent: "Demo".to_owned(),
    };
    let visit = Visit {
        device,
        lang,
        ..Visit::default()
    };
    let form = SignUp {
        name,
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
    };
    Ok(account::sign_up(&world.ctx, &visit, &form)
        .await
        .map_err(DemoError::at(email))?
        .actor)
}
