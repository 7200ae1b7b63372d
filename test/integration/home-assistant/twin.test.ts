import { expect, it } from 'vitest';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import { fixedNetwork } from '../../support/fixed-network.ts';
import { failureOf, never, optionsFor, startHome, using } from './support.ts';

it('a twin that announces another id is known before it has the token', async () => {
  const home = await startHome();
  const announced = { name: 'Home', uuid: 'of-another', version: undefined, urls: [home.url], addresses: [] };
  const knowing = (ownInstanceId: string) =>
    optionsFor(home, {
      ownInstanceId,
      allowedOrigin: home.url,
      confirmedNetworks: ['home'],
      network: fixedNetwork('home'),
      discover: () => Promise.resolve([{ ...announced, port: Number(new URL(home.url).port) }]),
    });
  expect((await failureOf(connect(knowing('of-mine'), never))).code).toBe('ha.instance-changed');
  expect(home.log().some(({ kind }) => kind !== 'http')).toBe(false);
  await using(knowing('of-another'), (source) => source.list(never));
});
