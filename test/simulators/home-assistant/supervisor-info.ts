import type { JsonObject } from './json.ts';
import type { AddonSpec } from './types.ts';

export const SUPERVISOR_VERSION = '2026.08.0';
export const OS_VERSION = '18.1';
export const REPOSITORIES = ['core', 'local', 'https://github.com/hassio-addons/repository'];

export const addonOf = (addon: AddonSpec): JsonObject => ({
  slug: addon.slug,
  name: addon.name ?? null,
  version: addon.version ?? null,
});

export const mountOf = (name: string): JsonObject => ({
  name,
  type: 'cifs',
  usage: 'backup',
  read_only: false,
  server: 'nas.local',
  share: 'backups',
  version: null,
  state: 'active',
  user_path: null,
});

export const systemInfo = (version: string, frozen: boolean): JsonObject => ({
  supervisor: SUPERVISOR_VERSION,
  homeassistant: version,
  hassos: OS_VERSION,
  docker: '29.1.3',
  hostname: 'homeassistant',
  operating_system: `Home Assistant OS ${OS_VERSION}`,
  features: ['reboot', 'shutdown', 'services', 'network', 'hostname', 'haos', 'mount'],
  machine: 'qemux86-64',
  machine_id: '0'.repeat(32),
  arch: 'amd64',
  state: frozen ? 'freeze' : 'running',
  supported_arch: ['amd64'],
  supported: true,
  channel: 'stable',
  logging: 'info',
  timezone: 'UTC',
});
