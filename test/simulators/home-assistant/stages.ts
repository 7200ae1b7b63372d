import type { InstallKind } from './types.ts';
import type { VersionTraits } from './versions.ts';

/**
 * Stages between "in progress" and "completed", as recorded. On HA OS they repeat and go back: Core first polls the
 * Supervisor's job, then gets the queued events (facts#making-a-backup). 2025.1 passes none of the Supervisor's on.
 */
export function createStages(
  traits: VersionTraits,
  install: InstallKind,
  content: { homeassistant: boolean; addons: boolean; folders: boolean },
): string[] {
  if (install === 'core') return ['home_assistant'];
  if (traits.flatItems) return [];
  const first = content.homeassistant ? ['home_assistant'] : content.addons ? ['addons'] : ['folders'];
  const addons = content.homeassistant && content.addons ? ['addons'] : [];
  const folders = content.folders ? ['folders'] : [];
  const end = content.addons ? ['await_addon_restarts', 'await_addon_restarts'] : ['finishing_file'];
  return [...first, 'addon_repositories', ...first, ...addons, ...folders, 'finishing_file', ...end];
}
