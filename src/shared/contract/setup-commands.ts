import { z } from 'zod';
import { homeOfferSchema } from '../home-offers.ts';
import type { HomeImproved, SetupResult } from '../status.ts';
import { folderChanges } from '../vocabulary.ts';
import { command, nothing, query, secret, text } from './command-spec.ts';
import type { FoundHome, HomeProbe, MovedPlace } from './views.ts';

/** How a Home Assistant is found, connected and made ready, and found again. */
export const setupCommands = {
  'setup.find-homes': query<readonly FoundHome[]>()(nothing),
  /** Other addresses at which the Home Assistant that was set up answers now: it announces itself there by its id. */
  'setup.find-moved': query<readonly MovedPlace[]>()(nothing),
  /** The same Home Assistant at another address, with the stored token; then a look there. Errors: those of `setup.connect`. */
  'setup.move': command<SetupResult>()(
    z.strictObject({ url: text(2000), acceptUnencrypted: text(2000).exactOptional() }),
    { warnings: ['problem'] },
  ),
  /** Tests an address without a token. Errors: `ha.*` (`ha.moved` with `found`, another address of the host), `settings.invalid`. */
  'setup.probe': command<HomeProbe>()(
    z.strictObject({
      url: text(2000),
      acceptFingerprint: text(120).exactOptional(),
      caFile: text(4096).exactOptional(),
    }),
  ),
  /** Where the secrets would be kept, found out before anybody types one. Errors: `secrets.*`. */
  'setup.check-secrets': query<SetupResult['secretStore']>()(nothing),
  /** Connects and records. Without a token the stored one stays in use. */
  'setup.connect': command<SetupResult>()(
    z.strictObject({
      url: text(2000),
      token: secret.exactOptional(),
      acceptFingerprint: text(120).exactOptional(),
      caFile: text(4096).exactOptional(),
      /** The `url` of a probe that was shown as not encrypted, and allowed. Else `ha.unencrypted` before the token leaves. */
      acceptUnencrypted: text(2000).exactOptional(),
    }),
    { warnings: ['problem'] },
  ),
  /**
   * The same by Home Assistant's own page in the browser: answers when its user agreed there and the connection is made. Begun
   * again, the first one is given up. Errors: those of `setup.connect`, `ha.sign-in-refused`, `ha.sign-in-unfinished`.
   */
  'setup.sign-in': command<SetupResult>()(
    z.strictObject({
      url: text(2000),
      acceptFingerprint: text(120).exactOptional(),
      caFile: text(4096).exactOptional(),
      acceptUnencrypted: text(2000).exactOptional(),
    }),
    { warnings: ['problem'] },
  ),
  /**
   * Sets what a connection offered to set in Home Assistant's own backup settings, as it was shown and agreed to. Errors: `ha.*`
   * (`ha.offer-outdated`: it changed there meanwhile, and nothing was set).
   */
  'setup.improve-home': command<HomeImproved>()(z.strictObject({ offers: z.array(homeOfferSchema).min(1).max(3) }), {
    warnings: ['problem'],
  }),
  'setup.sign-in-cancel': query<null>()(nothing),
  /** The system's own dialog; null when it was closed. */
  'setup.choose-ca-file': query<string | null>()(nothing),
  'setup.folder': command<null>()(z.strictObject({ folder: text(200), how: z.enum(folderChanges).exactOptional() })),
  /** The last page was left: main may show the tray hint and take up its background work. */
  'setup.finish': command<null>()(nothing),
} as const;
