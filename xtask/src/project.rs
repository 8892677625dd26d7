//! Where things are, and which of the two builds is meant.

use std::env;
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// The name of its folders in `target/xtask` and of cargo's for the server.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Project {
    pub root: PathBuf,
    pub target: PathBuf,
    pub profile: Profile,
}

impl Project {
    pub fn find(profile: Profile) -> Self {
        // Cargo says at run time which checkout it runs in; the compiled-in answer serves a
        // binary that is called without cargo.
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let manifest = PathBuf::from(manifest);
        let root = manifest.parent().unwrap_or(&manifest).to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |target| root.join(target));
        Self {
            root,
            target,
            profile,
        }
    }

    /// `LONGTAIL_HOME`: the database, mail, pictures and search index of `up`.
    pub fn home(&self) -> PathBuf {
        env::var_os("LONGTAIL_HOME")
            .map_or_else(|| self.root.join(".longtail"), |home| self.root.join(home))
    }

    /// The folder that the server serves, with `pkg/` for bundle and styles.
    pub fn site(&self) -> PathBuf {
        match self.profile {
            Profile::Dev => self.target.join("site"),
            Profile::Release => self.target.join("site-release"),
        }
    }

    pub fn pkg(&self) -> PathBuf {
        self.site().join("pkg")
    }

    /// Our own notes: fingerprints and half-finished files.
    pub fn notes(&self) -> PathBuf {
        self.target.join("xtask").join(self.profile.name())
    }

    /// The server's binary, `longtail`.
    pub fn binary(&self) -> PathBuf {
        let folder = match self.profile {
            Profile::Dev => "debug",
            Profile::Release => "release",
        };
        self.target.join(folder).join("longtail")
    }

    pub fn paths(&self, names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(|name| self.root.join(name)).collect()
    }

    /// A path as a person in the checkout would write it.
    pub fn short<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}
