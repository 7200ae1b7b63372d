import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { AppleAccount } from './types.ts';

/** RFC 5054, appendix A: the 2048-bit group; its generator is 2. */
const N_HEX = `
  AC6BDB41 324A9A9B F166DE5E 1389582F AF72B665 1987EE07 FC319294 3DB56050 A37329CB B4A099ED
  8193E075 7767A13D D52312AB 4B03310D CD7F48A9 DA04FD50 E8083969 EDB767B0 CF609517 9A163AB3
  661A05FB D5FAAAE8 2918A996 2F0B93B8 55F97993 EC975EEA A80D740A DBF4FF74 7359D041 D5C33EA7
  1D281E44 6B14773B CA97B43A 23FB8016 76BD207A 436C6481 F1D2B907 8717461A 5B9D32E6 88F87748
  544523B5 24B0D57D 5EA77A27 75D2ECFA 032CFBDB F52FB378 61602790 04E57AE6 AF874E73 03CE5329
  9CCC041C 7BC308D8 2A5698F3 A8D0C382 71AE35F8 E9DBFBB6 94B5C803 D89F7AE4 35DE236D 525F5475
  9B65E372 FCD68EF2 0FA7111F 9E4AFF73`.replace(/\s/gu, '');
const N = BigInt(`0x${N_HEX}`);
const G = 2n;
const SIZE = 256;
const ITERATIONS = 20_309;
const derive = promisify(pbkdf2);

function hash(...parts: (Buffer | string)[]): Buffer {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex') || '0'}`);
}

function pad(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * SIZE, '0'), 'hex');
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}

/** The server's half of one SRP-6a exchange in Apple's variant (PBKDF2 password, user name left out of x). */
export interface SrpChallenge {
  answer: { iteration: number; salt: string; protocol: string; b: string };
  verify(m1: string, m2: string): boolean;
}

export async function startSrp(
  account: Pick<AppleAccount, 'appleId' | 'password' | 'srpProtocol'>,
  clientPublic: string,
): Promise<SrpChallenge> {
  const salt = randomBytes(16);
  const digest = hash(account.password);
  const secret = account.srpProtocol === 's2k' ? digest : Buffer.from(digest.toString('hex'));
  const stretched = await derive(secret, salt, ITERATIONS, 32, 'sha256');
  const verifier = power(G, toNumber(hash(salt, hash(':', stretched))));

  const a = toNumber(Buffer.from(clientPublic, 'base64'));
  const ephemeral = toNumber(randomBytes(32));
  const multiplier = toNumber(hash(pad(N), pad(G)));
  const b = (multiplier * verifier + power(G, ephemeral)) % N;
  const scramble = toNumber(hash(pad(a), pad(b)));
  const key = hash(pad(power((a % N) * power(verifier, scramble), ephemeral)));
  const m1 = hash(xor(hash(pad(G)), hash(pad(N))), hash(account.appleId.toLowerCase()), salt, pad(a), pad(b), key);
  const m2 = hash(pad(a), m1, key);
  const equals = (mine: Buffer, theirs: string): boolean => {
    const bytes = Buffer.from(theirs, 'base64');
    return bytes.length === mine.length && timingSafeEqual(mine, bytes);
  };
  return {
    answer: {
      iteration: ITERATIONS,
      salt: salt.toString('base64'),
      protocol: account.srpProtocol,
      b: pad(b).toString('base64'),
    },
    // A = 0 (mod N) would make the key a constant: RFC 5054, section 2.6.
    verify: (clientM1, clientM2) => a % N !== 0n && equals(m1, clientM1) && equals(m2, clientM2),
  };
}
