/**
 * Why a part could not be read to its end. The first group says something about the key or this program and nothing against the
 * part; everything after it is damage.
 */
export type PartTrouble =
  /** Encrypted, and no key was given. */
  | 'key-needed'
  /** None of the keys opens it. In SecureTar 1 and 2 damage at the beginning looks the same. */
  | 'wrong-key'
  /** A SecureTar of the future. */
  | 'newer'
  /** It may be fine, but goes beyond what is read: a bomb, a tar of a kind that nobody writes backups in. */
  | 'bounds'
  /** 0 bytes. */
  | 'empty'
  /** Neither gzip, tar nor SecureTar. */
  | 'no-format'
  /** Its length, or that of what is inside, is not the one that its header says. */
  | 'length'
  /** The file ends before the part does. */
  | 'cut'
  /** SecureTar 3: bytes that its key did not encrypt, or in another order. */
  | 'authentication'
  | 'padding'
  | 'compression'
  | 'checksum'
  | 'tar'
  /** Something follows the end. */
  | 'trailing';

const undecided: readonly PartTrouble[] = ['key-needed', 'newer', 'bounds'];

/** Stays in the rooms that read parts; `core/proof` and commands make problems of it. */
export class PartFault extends Error {
  readonly trouble: PartTrouble;

  constructor(trouble: PartTrouble, cause?: unknown) {
    super(trouble, cause === undefined ? undefined : { cause });
    this.name = 'PartFault';
    this.trouble = trouble;
  }

  /** False where it could not be told whether the part is whole. */
  get isDamage(): boolean {
    return !undecided.includes(this.trouble) && this.trouble !== 'wrong-key';
  }

  /** Whether the part is not proven bad by it: nobody could tell. */
  get isUndecided(): boolean {
    return undecided.includes(this.trouble);
  }
}
