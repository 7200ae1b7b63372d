import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ask, TestSocket } from './client.ts';
import { startHomeAssistantSimulator } from './index.ts';
for (const opt of [
  {},
  { install: 'os' },
  { version: '2024.12.5' },
  { version: '2025.1.4', encryptionKeySet: true },
  { encryptionKeySet: true, automatic: {} },
  { tls: true },
] as const)
  it('smoke ' + JSON.stringify(opt), async () => {
    const sim = await startHomeAssistantSimulator(opt);
    const id0 = await sim.addBackup({ protected: true, sizeBytes: 3_000_000 });
    const big = await sim.addBackup({ sizeBytes: 9_000_000_000 });
    const torso = await sim.addBackup({ torso: true });
    const s = await TestSocket.login(sim.url, sim.token);
    s.send({ id: 1, type: 'backup/subscribe_events' });
    s.send({
      id: 2,
      type: 'backup/generate',
      agent_ids: [sim.install === 'os' ? 'hassio.local' : 'backup.local'],
      password: 'x',
    });
    const f = await Promise.race([
      s.waitFor((m) => JSON.stringify(m).includes('completed')),
      s.waitFor((m) => m['id'] === 2 && m['success'] === false),
    ]);
    s.send({ id: 3, type: 'backup/info' });
    await s.waitFor((m) => m['id'] === 3);
    console.log(s.messages.map((m) => JSON.stringify(m)).join('\n'));
    console.log(sim.backups());
    if (!opt.tls)
      for (const b of sim.backups()) {
        if (b.id === big) continue;
        const agent = Object.keys(b.agents)[0];
        const r = await ask(sim.url, 'GET', `/api/backup/download/${b.id}?agent_id=${agent}`, {
          Authorization: `Bearer ${sim.token}`,
        });
        console.log(r.status, r.headers, r.body.length, await sim.archive(b.id));
        writeFileSync(
          `/tmp/smoke-${sim.version}-${sim.install}-${b.id === id0 ? 'a' : b.id === torso ? 'torso' : 'gen'}.tar`,
          sim.archiveBytes(b.id),
        );
      }
    await sim.stop();
  });
