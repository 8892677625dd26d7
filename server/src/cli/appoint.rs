//! `longtail appoint`: the platform's own people.

use super::Trouble;
use clap::Args;
use longtail::actor::Actor;
use longtail_backend::{Ctx, Failure, platform::staff};
use std::process::ExitCode;

/// Makes a member one of the platform's staff.
#[derive(Args)]
pub struct Appoint {
    /// The e-mail address the member signed up with.
    email: String,
}

impl Appoint {
    /// # Errors
    /// An address that no member has, or whose member runs a shop.
    pub async fn run(self, ctx: &Ctx) -> Result<ExitCode, Trouble> {
        match staff::appoint(ctx, &Actor::System, &self.email).await {
            Ok(()) => {
                println!("{} is staff now.", self.email);
                Ok(ExitCode::SUCCESS)
            }
            Err(Failure::Invalid(_)) => Err(Trouble::new(format!(
                "no member without a shop has the address {}; sign up with it first",
                self.email
            ))),
            Err(failure) => Err(Trouble::new(format!("{failure:?}"))),
        }
    }
}
