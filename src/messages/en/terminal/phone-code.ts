export const phoneCode = {
  summary: "renew Apple's code on a phone, through Home Assistant",
  options: {
    notify: 'a phone that may renew it: a notify service of Home Assistant; may be given several times',
    off: 'only at this computer, as before',
  },
  notes: [
    'Without options: shows the chosen phones, and those that Home Assistant has.',
    'A week before Apple wants the next code, and when the sign-in has ended, these phones are asked whether to renew it. Apple sends its code only after a tap. Then the code is typed into the notification.',
    'The app or watch has to be running. Everything else about the sign-in stays at this computer.',
    "The code travels over Home Assistant: for a moment it is on its event bus and in its history, where administrators can see it. It works once and is worthless afterwards. Your Apple Account's password never leaves this computer.",
  ],
  chooseOne: 'Use either --notify or --off.',
  off: "Apple's code is renewed at this computer alone.",
  on: (phones: string) => `Apple's code can be renewed on ${phones}.`,
  services: (names: string) => `Phones that Home Assistant has: ${names}`,
  noPhones: 'Home Assistant has no phone yet. Install its app on yours and sign in there.',
};
