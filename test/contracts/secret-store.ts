import { beforeEach, expect, test } from 'vitest';
import type { Secrets, SecretStore } from '../../src/core/ports/secret-store.ts';
import { codeOf } from '../support/app-harness.ts';

/** One kind of secret store, as the contract's tests meet it. */
export interface Kind {
  /** Nothing is kept any more. */
  clear(): Promise<void>;
  /** The same item each time, as a program that starts now finds it. */
  open(): SecretStore;
  /** Bytes that an item may have at most; undefined: as many as there is room for. */
  readonly limit: number | undefined;
  /** Makes what is kept unreadable, where something else than the store itself could. */
  readonly spoil?: () => Promise<void>;
}

const secrets: Secrets = {
  appleId: 'jane.doe@example.com',
  applePassword: 'Größe "und" \\ Länge ',
  configKey: 'c0ffee'.repeat(10),
  haTokens: { k1: 'x'.repeat(180), k2: 'y'.repeat(180) },
};

/** What the core counts on, whatever holds the secrets, as long as it can be written. */
export const secretStoreContract = (kind: Kind): void => {
  beforeEach(() => kind.clear());

  test('nothing is kept at first, which is no error, nor is removing it', async () => {
    expect(await kind.open().read()).toBeUndefined();
    await kind.open().remove();
    expect(await kind.open().read()).toBeUndefined();
  });

  test('what was written is there to the letter, for the next program as well', async () => {
    const store = kind.open();
    await store.write(secrets);
    expect(await store.read()).toEqual(secrets);
    expect(await kind.open().read()).toEqual(secrets);
  });

  test('writing replaces all of it, removing leaves nothing', async () => {
    await kind.open().write(secrets);
    await kind.open().write({ configKey: 'another' });
    expect(await kind.open().read()).toEqual({ configKey: 'another' });
    await kind.open().remove();
    expect(await kind.open().read()).toBeUndefined();
  });

  test('what is read, and what was written, is a copy', async () => {
    const store = kind.open();
    const mine = { haTokens: { k1: 'one' } };
    await store.write(mine);
    mine.haTokens.k1 = 'two';
    expect(await store.read()).toEqual({ haTokens: { k1: 'one' } });
    const theirs = (await store.read()) as typeof mine;
    theirs.haTokens.k1 = 'three';
    expect(await store.read()).toEqual({ haTokens: { k1: 'one' } });
  });

  test('what is too long is refused, and what was there stays', async () => {
    const long: Secrets = { haTokens: { k1: 'x'.repeat(kind.limit ?? 5000) } };
    await kind.open().write(secrets);
    const refusal = await codeOf(kind.open().write(long));
    expect(refusal).toBe(kind.limit === undefined ? 'none' : 'secrets.denied');
    expect(await kind.open().read()).toEqual(kind.limit === undefined ? long : secrets);
  });

  const { spoil } = kind;
  if (!spoil) return;
  test('what cannot be read is not "nothing", and can be written anew', async () => {
    await kind.open().write(secrets);
    await spoil();
    expect(await codeOf(kind.open().read())).toBe('secrets.missing');
    await kind.open().write({ configKey: 'another' });
    expect(await kind.open().read()).toEqual({ configKey: 'another' });
  });
};

/** Where somebody else keeps them, and the program only reads. `open`: each time with these secrets and this instance. */
export const givenSecretsContract = (open: (given: Secrets, instanceKey: string) => SecretStore): void => {
  const given: Secrets = { applePassword: ' with blanks ', configKey: 'c0ffee'.repeat(10), haTokens: { k1: 'token' } };

  test('nothing given is nothing kept', async () => {
    expect(await open({}, 'k1').read()).toBeUndefined();
    await open({}, 'k1').remove();
  });

  test('what was given is read, and may be "written" as it is', async () => {
    expect(await open(given, 'k1').read()).toEqual(given);
    await open(given, 'k1').write(given);
  });

  test('anything else is refused and changes nothing', async () => {
    const store = open(given, 'k1');
    for (const change of [{ applePassword: 'other' }, { configKey: 'other' }, { haTokens: { k1: 'other' } }])
      expect(await codeOf(store.write({ ...given, ...change }))).toBe('secrets.denied');
    expect(await codeOf(store.remove())).toBe('secrets.denied');
    expect(await store.read()).toEqual(given);
  });
};
