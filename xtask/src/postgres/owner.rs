//! Whose processes the cluster's are. Postgres refuses to run as root, so root hands it to
//! another user; an ordinary user simply runs it.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Trouble;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// We are not root: nothing to hand over.
    Myself,
    /// Root drops to this user.
    User { uid: u32, gid: u32 },
    /// Root stays root outside, but looks like nobody to Postgres: for homes and programs in
    /// folders that only root may enter, such as /root.
    Disguise,
}

const NOBODY: u32 = 65534;

impl Owner {
    pub fn command(&self, program: &Path) -> Command {
        match self {
            Self::Myself => Command::new(program),
            Self::User { uid, gid } => {
                let mut command = Command::new(program);
                command.uid(*uid).gid(*gid);
                command
            }
            Self::Disguise => {
                let mut command = Command::new("unshare");
                command
                    .args(["--user", "--map-user=65534", "--map-group=65534", "--"])
                    .arg(program);
                command
            }
        }
    }

    /// Hands a folder over.
    pub fn give(&self, folder: &Path) -> Result<(), Trouble> {
        let Self::User { uid, gid } = self else {
            return Ok(());
        };
        chown(folder, Some(*uid), Some(*gid)).map_err(|error| {
            Trouble::new(
                format!("Cannot hand {} to user {uid}: {error}", folder.display()),
                "set LONGTAIL_HOME to a folder on a local disk.",
            )
        })
    }
}

/// Chooses who runs the cluster, and hands its folder over.
pub fn choose(root: &Path, data: &Path, bin: &Path) -> Result<Owner, Trouble> {
    if !rustix::process::geteuid().is_root() {
        return Ok(Owner::Myself);
    }
    // Whoever made the cluster keeps it: its files belong to them.
    if let Ok(made) = fs::metadata(data) {
        if made.uid() == 0 {
            return Ok(Owner::Disguise);
        }
        return Ok(Owner::User {
            uid: made.uid(),
            gid: made.gid(),
        });
    }
    let (uid, gid) = account("postgres")
        .or_else(|| account("nobody"))
        .unwrap_or((NOBODY, NOBODY));
    for owner in [Owner::User { uid, gid }, Owner::Disguise] {
        if can_work(&owner, root, bin) {
            owner.give(root)?;
            return Ok(owner);
        }
    }
    Err(Trouble::new(
        format!(
            "Postgres refuses to run as root, and no other user can work in {}",
            root.display()
        ),
        "set LONGTAIL_HOME to a folder that others may enter, such as /var/lib/longtail, \
         or run this as an ordinary user.",
    ))
}

/// Asks by trying: can this owner enter the folder and run the programs?
fn can_work(owner: &Owner, root: &Path, bin: &Path) -> bool {
    owner
        .command(Path::new("/bin/sh"))
        .args(["-c", "cd \"$1\" && \"$2\" --version", "sh"])
        .arg(root)
        .arg(bin.join("postgres"))
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn account(name: &str) -> Option<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd").ok()?;
    let line = accounts
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
