//! What is decided on systems that are not at hand.

use super::{Need, System, Thing, linux, system, told};

/// What `cargo xtask` says on a machine that has only some things; `None` where it goes on.
fn said(target: &str, os_release: &str, needs: &[Need], has: &dyn Fn(Thing) -> bool) -> Option<String> {
    told(system(target, os_release), needs, has).err().map(|stop| stop.to_string())
}

fn nothing(_: Thing) -> bool {
    false
}

fn everything(_: Thing) -> bool {
    true
}

const FEDORA: &str = "NAME=\"Fedora Linux\"\nID=fedora\nVERSION_ID=42\n";
const ARCH: &str = "NAME=\"Arch Linux\"\nID=arch\nBUILD_ID=rolling\n";

#[test]
fn a_system_is_known_by_itself_or_by_what_it_is_like() {
    let cases = [
        ("ID=debian\nVERSION_ID=\"12\"\n", System::Debian),
        ("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n", System::Debian),
        ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", System::Debian),
        ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", System::Fedora),
        (FEDORA, System::Fedora),
        ("ID=manjaro\nID_LIKE=arch\n", System::Arch),
        (ARCH, System::Arch),
        ("ID=nixos\n", System::OtherLinux),
        ("", System::OtherLinux),
    ];
    for (text, wanted) in cases {
        assert_eq!(linux(text), wanted, "{text:?}");
        assert_eq!(system("linux", text), wanted, "{text:?}");
        assert_eq!(system("macos", text), System::MacOs, "no Linux file says what a Mac is");
        assert_eq!(system("windows", text), System::Windows);
    }
}

#[test]
fn on_fedora_one_is_told_what_to_install_to_build_and_to_test() {
    let build = "gcc gcc-c++ make pkgconf-pkg-config openssl-devel librsvg2-devel webkit2gtk4.1-devel";
    let desktop = "xorg-x11-server-Xvfb dbus-daemon dbus-tools gnome-keyring at-spi2-core libsecret /usr/bin/WebKitWebDriver";
    assert_eq!(
        said("linux", FEDORA, Need::TO_BUILD, &nothing),
        Some(format!(
            "not found: webkit2gtk-4.1, openssl, librsvg-2.0, cc, pkg-config. Install what is missing, then start again:\n  sudo dnf install {build}"
        ))
    );
    let to_test = said("linux", FEDORA, Need::TO_TEST, &nothing).expect("it stops");
    assert!(to_test.contains("secret-tool, WebKitWebDriver, chromium, chromedriver. "), "{to_test}");
    assert!(
        to_test.ends_with(&format!("\n  sudo dnf install {build} {desktop} chromium chromedriver")),
        "{to_test}"
    );
}

#[test]
fn on_arch_one_is_told_what_to_install_to_build_and_to_test() {
    let build = "base-devel pkgconf openssl librsvg webkit2gtk-4.1";
    assert_eq!(
        said("linux", ARCH, Need::TO_BUILD, &nothing),
        Some(format!(
            "not found: webkit2gtk-4.1, openssl, librsvg-2.0, cc, pkg-config. Install what is missing, then start again:\n  sudo pacman -S --needed {build}"
        ))
    );
    let to_test = said("linux", ARCH, Need::TO_TEST, &nothing).expect("it stops");
    let all = "xorg-server-xvfb dbus gnome-keyring libsecret at-spi2-core chromium";
    assert!(to_test.ends_with(&format!("\n  sudo pacman -S --needed {build} {all}")), "{to_test}");
}

#[test]
fn on_a_mac_apples_tools_are_all_that_is_asked_for() {
    for needs in [Need::TO_BUILD, Need::TO_TEST] {
        assert_eq!(
            said("macos", "", needs, &|thing| thing != Thing::AppleTools).as_deref(),
            Some("install Apple's command line tools, then start again: xcode-select --install")
        );
        assert_eq!(said("macos", "", needs, &|thing| thing == Thing::AppleTools), None);
    }
}

#[test]
fn on_windows_one_is_told_how_openssl_is_installed_and_named() {
    let told = said("windows", "", Need::TO_BUILD, &nothing).expect("it stops");
    for line in [
        "winget install ShiningLight.OpenSSL.Dev",
        "setx OPENSSL_INCLUDE_DIR \"C:\\Program Files\\OpenSSL-Win64\\include\"",
        "setx OPENSSL_LIB_DIR \"C:\\Program Files\\OpenSSL-Win64\\lib\\VC\\x64\\MD\"",
        "winget install Microsoft.EdgeWebView2Runtime",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let set = |names: &'static [&'static str]| move |thing: Thing| matches!(thing, Thing::Variable(name) if names.contains(&name));
    assert_eq!(said("windows", "", Need::TO_TEST, &set(&["OPENSSL_DIR"])), None);
    assert_eq!(said("windows", "", Need::TO_TEST, &set(&["OPENSSL_LIB_DIR", "OPENSSL_INCLUDE_DIR"])), None);
    assert_eq!(said("windows", "", Need::TO_TEST, &set(&["OPENSSL_LIB_DIR"])), Some(told), "one is no half");
}

#[test]
fn where_everything_is_there_it_goes_on_and_where_one_thing_is_not_that_is_named() {
    for (target, os_release) in
        [("linux", FEDORA), ("linux", ARCH), ("linux", "ID=nixos\n"), ("macos", ""), ("windows", "")]
    {
        assert_eq!(said(target, os_release, Need::TO_TEST, &everything), None, "{target} {os_release}");
    }
    let all_but = |missing| move |thing| thing != missing;
    for os_release in [FEDORA, ARCH, "ID=nixos\n"] {
        let told = said("linux", os_release, Need::TO_TEST, &all_but(Thing::Tool("chromedriver")));
        assert!(told.is_some_and(|told| told.starts_with("not found: chromedriver. ")), "{os_release}");
        let built = said("linux", os_release, Need::TO_BUILD, &all_but(Thing::Tool("chromedriver")));
        assert_eq!(built, None, "no browser is wanted to open the window");
    }
    let told = said("linux", "ID=nixos\n", Need::TO_BUILD, &all_but(Thing::Library("openssl")));
    let wanted = "not found: openssl. Install what is missing, then start again:\n  install them with this system's package manager";
    assert_eq!(told.as_deref(), Some(wanted));
}
