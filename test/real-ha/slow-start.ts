import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OwnHome } from './own-home.ts';

const manifest = {
  domain: 'slow_start',
  name: 'Slow start',
  version: '1.0.0',
  dependencies: ['backup', 'websocket_api'],
};

/** An integration as a user may have one that takes long to load: Home Assistant is not up before it is. */
const source = `import asyncio
import os


async def async_setup(hass, config):
    while not os.path.exists(hass.config.path("slow_start.go")):
        await asyncio.sleep(0.1)
    return True
`;

/** Keeps a Home Assistant in its start until it is told to go on. */
export class SlowStart {
  /** File for the tool's `--extra-config`. */
  readonly extraConfig: string;
  readonly #goFile: string;

  private constructor(extraConfig: string, goFile: string) {
    this.extraConfig = extraConfig;
    this.#goFile = goFile;
  }

  static async install({ facts: { configDir } }: OwnHome, folder: string): Promise<SlowStart> {
    const component = join(configDir, 'custom_components', 'slow_start');
    await mkdir(component, { recursive: true });
    await writeFile(join(component, 'manifest.json'), JSON.stringify(manifest));
    await writeFile(join(component, '__init__.py'), source);
    const extraConfig = join(folder, 'slow-start.yaml');
    await writeFile(extraConfig, 'slow_start:\n');
    return new SlowStart(extraConfig, join(configDir, 'slow_start.go'));
  }

  async goOn(): Promise<void> {
    await writeFile(this.#goFile, '');
  }
}
