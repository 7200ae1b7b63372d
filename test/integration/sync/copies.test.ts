import { describe, expect, test } from 'vitest';
import { never } from '../../support/app-harness.ts';
import { base, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const size = 102_400;
const add = (days = 0.1): Promise<string> => world.home.addBackup({ sizeBytes: size, date: world.ago(days) });
const pathOf = (name: string): string => `${base}/${world.folder}/${name}`;
const nameOf = (id: string): string => world.drive().manifests.find(({ backupId }) => backupId === id)?.archive ?? '';
describe('what happens to copies behind the back of the program', () => {
  test('a damaged copy and an unreadable manifest: never counted, stored anew, left alone', async () => {
    const [first, second] = [await add(0.3), await add(0.2)];
    await world.run();
    const [one, two] = [nameOf(first), nameOf(second)];
    world.apple.putFile(pathOf(one), 'damaged');
    world.apple.putFile(pathOf(two.replace('.tar', '.manifest.json')), 'no manifest');
    const report = await world.run();
    expect(report.warnings).toContainEqual({ code: 'cloud.copy-damaged', facts: { archive: one } });
    expect(report.backups.map(({ id }) => id).sort()).toEqual([first, second].sort());
    expect([...world.drive().confirmed].sort()).toEqual([first, second].sort());
    expect(world.drive().others).toContain(one);
    world.clock.forward(hour);
    expect(await world.run('schedule')).toMatchObject({ backups: [] });
  });

  test('a copy that the user removed is not pulled again, unless asked', async () => {
    const [kept, removed] = [await add(0.3), await add(0.2)];
    await world.run();
    world.apple.removeFile(pathOf(nameOf(removed)));
    // One listing is no proof that the user wanted it: they are asked, and nothing is uploaded or deleted meanwhile.
    const vanished = { code: 'cloud.copy-vanished' };
    expect(await world.run()).toMatchObject({ outcome: 'warnings', backups: [], warnings: [vanished] });
    expect(await world.app.status()).toMatchObject({ safety: 'danger', problems: [vanished] });
    expect(await world.app.acceptRemoval(undefined)).toBe(1);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [] });
    expect(await world.app.status()).toMatchObject({ safety: 'safe', problems: [] });
    expect(world.drive().confirmed).toEqual([kept]);
    expect(await world.run('user', { asked: [removed] })).toMatchObject({
      backups: [{ id: removed, outcome: 'stored' }],
    });
    await world.run();
    expect(world.drive()).toMatchObject({ confirmed: [removed, kept], others: [] });
  });

  test('a copy deleted in the app stays deleted while listings still show it, and nobody is asked about it', async () => {
    const [kept, removed] = [await add(0.3), await add(0.2)];
    await world.run();
    const archive = nameOf(removed);
    const content = world.apple.readFile(pathOf(archive)) ?? '';
    await world.app.removeCopies([archive], never);
    // Late, as a listing may be for a while: the file is back in its place, and goes again by itself.
    world.apple.putFile(pathOf(archive), content);
    world.clock.forward(hour);
    expect(await world.run()).toMatchObject({ backups: [], warnings: [] });
    expect((await world.app.status()).icloud).toMatchObject({ backups: 1 });
    world.apple.removeFile(pathOf(archive));
    world.clock.forward(25 * hour);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [], warnings: [] });
    expect(world.drive().confirmed).toEqual([kept]);
  });

  test('both files of a copy removed: nothing tells that it was ever there, so it is stored again', async () => {
    const [kept, removed] = [await add(0.3), await add(0.2)];
    await world.run();
    const name = nameOf(removed);
    for (const file of [name, name.replace('.tar', '.manifest.json')]) world.apple.removeFile(pathOf(file));
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ id: removed, outcome: 'stored' }] });
    expect(world.drive()).toMatchObject({ confirmed: [removed, kept], others: [] });
  });

  test('the folder renamed by the user is found by its id', async () => {
    const id = await add(0.3);
    await world.run();
    world.apple.rename(`${base}/${world.folder}`, `${base}/My house (${world.home.instanceId.slice(0, 8)})`);
    const next = await add();
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ id: next, outcome: 'stored' }] });
    expect(world.drive(`My house (${world.home.instanceId.slice(0, 8)})`)).toMatchObject({
      confirmed: [next, id],
      others: [],
    });
    expect(world.drive().confirmed).toEqual([]);
  });

  test.each([
    { what: 'gone', change: () => world.apple.removeFolder(`${base}/${world.folder}`) },
    { what: 'renamed beyond recognition', change: () => world.apple.rename(`${base}/${world.folder}`, `${base}/Old`) },
    {
      what: 'emptied',
      change: () => world.apple.files(`${base}/${world.folder}`).forEach(({ path }) => world.apple.removeFile(path)),
    },
    { what: 'gone with its base folder', change: () => world.apple.rename(base, 'Somewhere else') },
  ])('the folder $what: the run stops and puts nothing anywhere', async ({ what, change }) => {
    await add(0.3);
    await world.run();
    change();
    await add();
    const before = world.apple.files().length;
    expect(await world.run()).toMatchObject({ problem: { code: 'cloud.folder-missing' }, backups: [] });
    expect(world.apple.files()).toHaveLength(before);
    if (what === 'gone with its base folder') world.apple.rename('Somewhere else', base);
  });

  test('another folder in the settings: asks, then as the user says', async () => {
    const id = await add(0.3);
    await world.run();
    const { url, token } = world.home;
    await expect(world.app.setUp({ url, token, baseFolder: 'Elsewhere' }, never)).rejects.toMatchObject({
      code: 'cloud.folder-changed',
      facts: { from: base, to: 'Elsewhere', copies: 1 },
    });
    expect(world.app.settings.current.baseFolder).toBe(base);
    await world.app.setUp({ url, token, baseFolder: 'Elsewhere', folderChange: 'move' }, never);
    const next = await add(0.2);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ id: next, outcome: 'stored' }] });
    expect(world.apple.files(`Elsewhere/${world.folder}`)).toHaveLength(5);
    expect(world.drive().confirmed).toEqual([]);

    world.apple.rename('Elsewhere', 'Renamed');
    await world.app.setUp({ url, token, baseFolder: 'Renamed', folderChange: 'renamed' }, never);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [] });

    await world.app.setUp({ url, token, baseFolder: 'Anew', folderChange: 'anew' }, never);
    const report = await world.run();
    expect(report.backups.map((backup) => backup.id)).toEqual([next, id]);
    expect(world.apple.files(`Renamed/${world.folder}`)).toHaveLength(5);
    for (const folder of ['Renamed', 'Anew']) world.apple.removeFolder(folder);
  });
});

describe('listings that leave something out', () => {
  test('every archive at once: nothing of ours goes, nobody says that all is well, and it is over when they are back', async () => {
    const ids = [await add(0.5), await add(0.4), await add(0.3)];
    await world.run();
    for (const id of ids) world.home.removeBackup(id);
    const files = world.apple.files(`${base}/${world.folder}`);
    world.apple.troubleListings({ seed: '1', leaveOut: 1, ending: 'tar' });
    expect(await world.run()).toMatchObject({ warnings: [{ code: 'cloud.copy-vanished' }], pruned: [] });
    const { safety, problems } = await world.app.status();
    expect([safety, problems[0]?.code]).toEqual(['danger', 'cloud.copy-vanished']);
    world.apple.troubleListings();
    expect(world.apple.files(`${base}/${world.folder}`)).toEqual(files);
    expect(await world.run()).toMatchObject({ outcome: 'done' });
    expect(await world.app.status()).toMatchObject({ safety: 'safe', problems: [] });
  });
});
