import { describe, it } from 'vitest';
import { answers, fresh, setupCases } from './states/setup.ts';
import { cleanInEveryLook, titled, useSetup, walk } from './setup-world.ts';

const openSetup = useSetup();

describe('set-up', () => {
  it.each(setupCases)('is clean however it is looked at: $name', async (shown) => {
    const window = await openSetup(shown.state ?? fresh, { answers: shown.answers ?? answers });
    await walk(window, shown.steps ?? []);
    await titled(window, shown.title);
    if (shown.seen !== undefined) await window.page.getByText(shown.seen).first().waitFor();
    await cleanInEveryLook(window, shown.name);
  });
});
