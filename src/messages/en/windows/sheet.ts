/** The page for the day when everything else is gone, made in the window. */
export const sheet = {
  title: 'A page for the day everything is gone',
  lead: 'If this computer and Home Assistant are lost, this one page tells you, or anyone you trust, how to get your home back. Print it, or keep the PDF somewhere else.',
  onIt: [
    'the Apple Account (in part) and the folder in iCloud Drive',
    'what to do on a new Home Assistant, on one that is running, and from an iPhone',
    'where the encryption key is',
  ],
  withKey: 'Put the encryption key itself on the page',
  withKeyHint:
    'Anyone who has the page and a backup can read everything in it. Keep the page where you keep your passport.',
  withoutKeyHint: 'The page then has a line where you write down where your emergency kit is.',
  keyNeeded: "Home Assistant can't be asked for its key now. Type the key, or choose your emergency kit.",
  save: 'Save as PDF…',
  print: 'Print…',
  have: 'I have it',
  saved: 'The page is saved:',
  printed: 'The page was sent to the printer.',
  after: 'Write down on it where your emergency kit is, and keep it away from this computer.',
  afterWithKey: 'The encryption key is on it. Print it, then delete the file.',
};
