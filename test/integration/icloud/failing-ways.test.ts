import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  afterwards,
  failuresSuite,
  fault,
  list,
  noRetry,
  throughProxy,
  type Row,
} from '../../support/rclone-failures.ts';

/* "Texts to match" (8.1), said by the real rclone: the way to Apple, this computer, and a full account. */

const texts: readonly Row[] = [
  {
    what: 'too many requests to the drive',
    make: fault({ status: 429, body: '' }),
    says: /HTTP error 429/u,
    exit: 1,
    code: 'cloud.throttled',
  },
  {
    what: 'connection reset',
    make: fault({ reset: true }),
    says: /connection reset/u,
    exit: 5,
    code: 'cloud.offline',
  },
  {
    what: 'no answer',
    make: afterwards(
      (apple) => apple.fault({ path: 'retrieveItemDetails', stall: true }),
      (_apple, computer) => computer.run(['lsjson', 'icloud:', ...noRetry, '--timeout', '500ms']),
    ),
    // Two of rclone's clocks run out at the same moment; whichever is first.
    says: /timeout awaiting response headers|i\/o timeout/u,
    exit: 5,
    code: 'cloud.offline',
  },
  {
    what: 'a proxy that says nothing',
    make: async (apple, computer) => {
      const silent = createServer((socket) => socket.on('error', () => socket.destroy()));
      silent.listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const port = (silent.address() as AddressInfo).port;
      try {
        return await throughProxy(`http://127.0.0.1:${port}`, undefined, ['--timeout', '500ms'])(apple, computer);
      } finally {
        silent.close();
      }
    },
    says: /i\/o timeout/u,
    exit: 5,
    code: 'cloud.offline',
  },
  {
    // Port 1 belongs to nobody.
    what: 'connection refused',
    make: throughProxy('http://127.0.0.1:1'),
    says: /proxyconnect tcp: dial tcp 127\.0\.0\.1:1: .*refused/u,
    exit: 5,
    code: 'cloud.offline',
  },
  {
    // A name that no resolver is asked for.
    what: 'no such host',
    make: throughProxy('http://no..host:1'),
    says: /no such host/u,
    exit: 1,
    code: 'cloud.offline',
  },
  {
    what: 'an authority that is not trusted',
    make: (apple, computer) => {
      const network = { httpsProxy: apple.proxyUrl, noProxy: '' };
      return afterwards(
        () => undefined,
        () => list(computer.with({ network })),
      )(apple, computer);
    },
    says: /certificate signed by unknown authority/u,
    exit: 1,
    code: 'cloud.offline',
  },
  {
    what: 'a CA file that is gone',
    make: (apple, computer) => throughProxy(apple.proxyUrl, join(computer.dir, 'gone.pem'))(apple, computer),
    says: /Failed to read --ca-cert file/u,
    exit: 1,
    code: 'settings.invalid',
  },
  {
    what: 'wrong config key',
    make: (_apple, computer) => computer.run(['config', 'redacted'], { secrets: { configKey: 'wrong' } }),
    says: /unable to decrypt configuration/u,
    exit: 1,
    code: 'rclone.config-unreadable',
  },
  {
    what: 'account full',
    make: afterwards(
      (apple) => (apple.account.quotaBytes = 1),
      (_apple, computer) => computer.run(['copyto', computer.config, 'icloud:f', ...noRetry]),
    ),
    says: /HTTP error 507/u,
    exit: 1,
    code: 'cloud.full',
  },
];

failuresSuite('the way there', texts);
