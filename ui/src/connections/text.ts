import type { Capability, DemoSize, FillTime, SignInKind, Trial, WayBack } from "../ipc/bindings.ts";

/** What is said of connecting practices, and of opening what is kept here. */
export const connectionsText = {
  practices: {
    title: "Practices",
    inUse: "in use",
    switch: "Switch to it",
    open: "Open",
    chooseTitle: "Choose a practice",
    chooseLead: "None is open now. Open one of these, or add another.",
    remove: "Remove",
    copiesLeftTitle: "The practice is removed. Copies of its downtime packet could not be.",
    copiesLeftNext: (folders: readonly string[]) =>
      `They may still be in ${folders.join(", ")}: remove the files that begin with downtime- there.`,
    add: "Add a practice",
    removeTitle: (name: string) => `Remove ${name}?`,
    removeWhich: (practice: string) => `It is practice ${practice},`,
    removeBody:
      "Its connection, its secret and its copy on this computer are erased. Nothing at athenahealth changes, and you can add it again.",
    unsent: (drafts: number, writes: number) => {
      const kept = drafts === 1 ? "1 draft" : `${drafts} drafts`;
      const waiting =
        writes === 1 ? "1 write that was not sent yet" : `${writes} writes that were not sent yet`;
      const both = [...(drafts > 0 ? [kept] : []), ...(writes > 0 ? [waiting] : [])].join(" and ");
      return `${both} ${drafts + writes === 1 ? "goes" : "go"} with it.`;
    },
    unsentNext:
      "They may be anybody's who works here. Send them, or have them written down, before you remove it.",
    removeYes: "Remove it",
    keep: "Keep it",
    row: (practice: string) => `practice ${practice}`,
    demoRow: "invented people on this computer",
    changed:
      "Somebody else changed what is written about this connection on this computer: where it leads, its client id or its practice. Its secret is not used. What stands here is as it was when it was connected.",
    anew: "Connect it anew",
    signedInAs: (who: string) => (who === "" ? "signed in" : `signed in as ${who}`),
    signedOut: "nobody is signed in",
    waits: (writes: number) =>
      writes === 1
        ? "1 write to it is not done: it goes on once you work with it"
        : `${writes} writes to it are not done: they go on once you work with it`,
    signIn: "Sign in",
    signOut: "Sign out",
    notRevokedTitle: "You are signed out here.",
    notRevokedNext:
      "athenahealth could not be told. What this computer was given ends by itself; to end it now, sign out everywhere in your athenahealth account.",
  },
  registration: {
    act: "Scopes",
    actPerson: "Scopes and port",
    title: (name: string) => `What the app of ${name} is registered for`,
    next: {
      app: "With other scopes Daybook signs in anew by itself. Nothing that is held here is lost.",
      person:
        "With other scopes you sign in again: what was given for those before is given back. Nothing that is held here is lost.",
    } satisfies Record<SignInKind, string>,
    save: "Save",
    leave: "Leave it as it is",
  },
  fill: {
    title: "When a practice is read",
    times: { anyTime: "At any time", offHours: "Only off-hours" } satisfies Record<FillTime, string>,
    note: (from: string, to: string) =>
      `Off-hours are weekdays before ${from} and after ${to}, and weekends, in the time of the practice's departments. The next two weeks, whoever comes in them and what you look at are read at any time. While Daybook is locked nothing is read: leave it unlocked, or let it fill at any time.`,
  },
  leaseOver: {
    title: (practice: string) =>
      practice === "" ? "This copy is closed for now" : `The copy of ${practice} is closed for now`,
    why: "athenahealth was not reached for as long as your practice lets a copy be opened without it.",
    unreached: (time: string, allowed: string) =>
      `athenahealth was last reached ${time} ago, and your practice lets a copy be opened for ${allowed} without it.`,
    hours: (n: string) => `${n} hours`,
    next: "Connect to the network: Daybook asks athenahealth and opens. Nothing of the copy is lost.",
    again: "Ask athenahealth now",
    signIn: "Sign in at athenahealth",
    other: (practice: string) => `Open ${practice}`,
    emergency: "Emergency access…",
  },
  emergency: {
    title: "Emergency access",
    lead: "For when a patient is at the desk and athenahealth cannot be reached.",
    opens:
      "It opens the schedule, the search and patients' cards, as they were last read, to be looked at and for one hour. Nothing can be written, changed or exported.",
    recorded:
      "Your name, this reason and each look go on record for ever, and stand out in the audit that your manager reads.",
    recordedOfNobody:
      "This reason, the time and each look go on record for ever; nobody is told apart here, so no name does.",
    reason: "Why you need it",
    hint: "10 to 500 characters, on one line",
    open: "Open it for one hour",
    back: "Back",
  },
  lock: {
    title: "Daybook is locked",
    lead: "Nothing is open, and nothing is read. Your name and your PIN open it.",
    passphraseLead: "Nothing is open, and nothing is read. Type the passphrase first.",
    nobodyLead: "Nothing is open, and nothing is read.",
    passphrase: "Passphrase",
    goOn: "Go on",
    who: "Who are you?",
    pin: "PIN",
    unlock: "Unlock",
    other: "Somebody else",
    forgotten: "Forgot your PIN?",
    restsYet: (time: string) => `You can try again in ${time}.`,
    again: "The PIN or passphrase can be tried again.",
  },
  welcome: {
    title: "Open a practice",
    lead: "Look around first, or connect the practice you work in. You can add others later.",
    demo: "Explore the demo practice",
    demoNote: "Invented people on this computer. No account, no network.",
    demoBusy: "Making the demo practice…",
    demoSignIns: {
      app: { name: "Nobody", hint: "It opens at once." },
      person: {
        name: "You, in your browser",
        hint: "As people sign in at athenahealth, with an invented name that the page tells you. After a restart you sign in again.",
      },
    } satisfies Record<SignInKind, { name: string; hint: string }>,
    size: "Size",
    sizes: {
      solo: "One doctor, 300 patients",
      clinic: "A clinic: 12 providers, 15,000 patients",
      group: "A group: 160 providers, 250,000 patients",
    } satisfies Record<DemoSize, string>,
    or: "Or connect to athenahealth",
    preview: "athenahealth preview",
    previewNote: "The test environment, with a preview key.",
    production: "athenahealth production",
    productionNote: "The practice you work in, with its key.",
    other: "Another address",
    otherNote: "An address your IT gave you.",
    practiceId: "Practice id",
    practiceIdHint: "The number athenahealth knows the practice by, such as 195900.",
    clientId: "Client id",
    clientSecret: "Client secret",
    signIn: "Who signs in",
    signInKinds: {
      app: {
        name: "The practice's app",
        hint: "The portal calls it two-legged, or client credentials: this computer signs in by itself, with a secret. An app is registered for this or for people, never for both.",
      },
      person: {
        name: "Each person",
        hint: "The portal calls it three-legged, or authorization code: you sign in as yourself, in your browser. An app is registered for this or for itself, never for both.",
      },
    } satisfies Record<SignInKind, { name: string; hint: string }>,
    clientSecretIfAny: "Client secret, if the app has one",
    secretIfAnyHint: "Kept encrypted on this computer. Leave it empty where the portal shows none.",
    scopes: "Scopes",
    scopesHint: "What the app asks for, as the developer portal lists it.",
    wayBack: "Back from the browser",
    waysBack: {
      any: {
        name: "Any port",
        hint: "For an app that is registered with http://127.0.0.1/callback and takes any port of it.",
      },
      listed: {
        name: "A port of the list",
        hint: "For an app that is registered with http://127.0.0.1:49217/callback, and the same with 51341, 53682 and 58921.",
      },
      port: {
        name: "One port",
        hint: "For an app that is registered with http://127.0.0.1, one port and /callback.",
      },
    } satisfies Record<WayBack["kind"], { name: string; hint: string }>,
    port: "Port",
    portHint: "The number after 127.0.0.1: in the address that the app is registered with.",
    signInNow: "Sign in",
    waiting: "Waiting for your browser…",
    waitingNext: "Sign in on the page that opened, and allow Daybook. You have five minutes.",
    waitingStop: "Stop waiting",
    secretHint:
      "Both are in the athenahealth developer portal, under your app. The secret is kept encrypted on this computer; the client id is no secret.",
    address: "Address",
    addressHint: "Starts with https://",
    connect: "Connect",
    connecting: "Trying the key…",
    passphraseTitle: "Choose a passphrase",
    passphraseWhy:
      "This computer has no keychain that Daybook can use, so a passphrase locks what is kept here. You are asked for it at each start.",
    passphraseWarn:
      "Nobody can find it out or reset it. Without it the copy here is lost; what is at athenahealth is not.",
    passphrase: "Passphrase",
    passphraseAgain: "Passphrase once more",
    passphraseHint: "Twelve characters or more: four words that do not belong together do well.",
    passphraseShort: "Use twelve characters or more.",
    passphraseDiffers: "The two are not the same.",
    passphraseUse: "Use this passphrase",
    unlockTitle: "Open Daybook",
    unlockLead: "What is kept on this computer opens with your passphrase.",
    unlock: "Open",
    unlocking: "Opening…",
    keychainLockedTitle: "Your keychain is locked",
    keychainLockedNext:
      "Daybook keeps its key there. Unlock it (on Linux: Passwords and Keys; on a Mac: Keychain Access; on Windows: sign in again), then try again.",
    again: "Try again",
    opening: "Opening…",
    addedTitle: (name: string) => `${name} is connected`,
    addedLead: "This is what its key may do.",
    missingLead:
      "Some parts stay empty until the key may read them. Ask whoever manages your athenahealth app for these.",
    allAllowed: "The key may read everything Daybook shows.",
    start: "Open the practice",
  },
  stuck: {
    folder: "The profile's folder",
    copy: "Copy",
    copyFolder: "Copy the profile's folder",
    copied: "Copied",
    notCopied: "It is chosen: copy it with Ctrl or ⌘ and C.",
    setAside: "Set it aside and begin anew…",
    asideTitle: "Set this profile aside?",
    asideKept: (folder: string) =>
      `Nothing is erased. Every file of it moves into a folder named “set-aside” with today's date, inside ${folder}. Its key stays where it is, so that all of it can be moved back once the damaged file is restored, or a PIN is remembered.`,
    asideAgain:
      "Daybook then begins as on its first day. Connect each practice again: its client id and secret are in the athenahealth developer portal. Set up the people, PINs and settings of this computer again. What athenahealth holds is read anew, and nothing there is touched.",
    asideUnsent:
      "What was not sent to athenahealth yet, and the audit until now, stay in the folder that is set aside. Keep it.",
    asideYes: "Set it aside",
    asideNo: "Leave it as it is",
    isAside: "The profile is set aside. A new one begins.",
  },
  capability: {
    practice: "Practice name and settings",
    departments: "Departments",
    providers: "Providers",
    patients: "Patients",
    schedule: "Schedule",
    records: "Patient records",
    charts: "Allergies in patients' charts",
    appointmentTypes: "Visit types",
    customFields: "Custom fields",
  } satisfies Record<Capability, string>,
  missing: {
    practice: "the practice's name stays a number",
    departments: "no department, and so no schedule, can be shown",
    providers: "columns of the day sheet have no names",
    patients: "no patient can be found or opened",
    schedule: "the day sheet stays empty",
    records: "cards stay without insurances, balances and custom fields",
    charts: "cards say that allergies cannot be read",
    appointmentTypes: "visits have no type",
    customFields: "custom fields are left out of the card",
  } satisfies Record<Capability, string>,
  trial: {
    allowed: "may read",
    refused: "may not read",
    notTold: "could not be tried",
  } satisfies Record<Trial, string>,
} as const;
