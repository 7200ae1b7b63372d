import type { Home } from './home.ts';
import type { JsonObject } from './json.ts';

const components = [
  'api',
  'auth',
  'automation',
  'backup',
  'config',
  'frontend',
  'history',
  'homeassistant',
  'http',
  'logger',
  'mobile_app',
  'network',
  'onboarding',
  'person',
  'recorder',
  'repairs',
  'script',
  'sensor',
  'sun',
  'system_health',
  'webhook',
  'websocket_api',
  'zone',
];
const osComponents = ['hassio', 'hassio.binary_sensor', 'hassio.sensor', 'hassio.update'];

/** The answer of `get_config` and `/api/config`. */
export function coreConfig(home: Home): JsonObject {
  const { traits } = home;
  const entities = traits.partsReported ? ['backup.sensor', 'backup.event'] : [];
  return {
    allowlist_external_dirs: ['/config/www', '/media'],
    allowlist_external_urls: [],
    components: [...components, ...entities, ...(home.install === 'os' ? osComponents : [])],
    config_dir: '/config',
    config_source: 'yaml',
    country: 'NL',
    currency: 'EUR',
    debug: false,
    elevation: 0,
    external_url: null,
    internal_url: null,
    language: 'en',
    latitude: 52.0,
    location_name: home.name,
    ...(traits.resourceMetadata ? { logging: { log_file_disabled_reason: null } } : {}),
    longitude: 5.0,
    radius: 100,
    recovery_mode: false,
    safe_mode: false,
    state: home.state === 'running' ? 'RUNNING' : 'NOT_RUNNING',
    time_zone: 'UTC',
    unit_system: {
      length: 'km',
      accumulated_precipitation: 'mm',
      area: 'm²',
      mass: 'g',
      pressure: 'Pa',
      temperature: '°C',
      volume: 'L',
      wind_speed: 'm/s',
    },
    version: traits.name,
    whitelist_external_dirs: ['/config/www', '/media'],
  };
}
