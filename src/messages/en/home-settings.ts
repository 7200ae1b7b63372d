import type { ErrorCode } from '../../shared/error-codes.ts';
import { sentence, textOf, when, type WordsFor } from '../template.ts';

/** What Home Assistant says of its own backups, and does not do. */
export const itsOwnSettings = {
  'ha.encryption-ignored': {
    title: "A backup isn't encrypted although encryption is on",
    cause: (facts) =>
      `Home Assistant is set to encrypt its backups, but the newest automatic one${when(textOf(facts, 'name'), (name) => `, ${name},`)} isn't encrypted. Anyone who can open your iCloud Drive could read it.`,
    next: 'If you turned encryption on only recently, the next automatic backup is encrypted. Otherwise turn it off and on again in Home Assistant: Settings > System > Backups > Configure backup settings, and choose Backup now there.',
  },
  'ha.offer-outdated': {
    title: 'The settings in Home Assistant have changed',
    cause: 'They were changed there in the meantime, so nothing was set from here.',
    next: 'Check Home Assistant again to see what is still missing.',
  },
  'ha.settings-refused': {
    title: "Home Assistant didn't take the settings",
    cause: (facts) =>
      sentence(
        'Nothing was changed.',
        when(textOf(facts, 'answer'), (answer) => `The reason it gives is "${answer}".`),
      ),
    next: 'Set them in Home Assistant: Settings > System > Backups > Configure backup settings. You can continue here without.',
  },
  'ha.settings-not-kept': {
    title: "The settings in Home Assistant aren't what you chose",
    cause:
      'Home Assistant confirmed the change, but its settings say otherwise. They may have been changed there at the same moment.',
    next: 'Compare them in Home Assistant under Settings > System > Backups.',
  },
  'ha.location-error': {
    title: "A backup location in Home Assistant doesn't work",
    cause: (facts) =>
      sentence(
        `Home Assistant can't use one of its own backup locations${when(textOf(facts, 'locations'), (locations) => `: ${locations}`)}.`,
        when(textOf(facts, 'reason'), (reason) => `It says "${reason}".`),
      ),
    next: "Backups to iCloud aren't affected as long as they are also on Home Assistant's own disk. Check Settings > System > Backups > Locations in Home Assistant.",
  },
  'ha.location-off': {
    title: 'A backup location is turned off or gone',
    cause: (facts) =>
      `Home Assistant is set to store its automatic backups in a location that isn't available${when(textOf(facts, 'locations'), (locations) => `: ${locations}`)}. Its integration may be turned off or removed.`,
    next: 'Turn it on again under Settings > Devices & services in Home Assistant, or remove the location under Settings > System > Backups > Configure backup settings.',
  },
} satisfies Partial<WordsFor<Extract<ErrorCode, `ha.${string}`>>>;
