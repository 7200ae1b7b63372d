import type { AlarmWords } from '../../shared/told-home.ts';

/*
 * The alarm that Home Assistant sounds by itself, when this computer cannot: an automation, as `/api/config/automation/config` takes it.
 */

/** One call of a service, in the form of automations. */
export interface ServiceCall {
  /** `notify.mobile_app_phone`. */
  readonly action: string;
  readonly data: object;
  readonly continue_on_error: true;
}

export interface AlarmPlan {
  /** The sensor of the newest backup, as it is called there now. */
  readonly entityId: string;
  readonly afterMinutes: number;
  /** Names of services of `notify`. */
  readonly notify: readonly string[];
  /** What one notification replaces and clears. */
  readonly tag: string;
  readonly words: AlarmWords;
}

export type Automation = Readonly<Record<string, unknown>>;

/** Of this computer, and no other automation. */
export const alarmId = (computerId: string): string => `ha_icloud_backup_${computerId}`;

/** A phone and the bell take back what they said, without a word. */
const isQuiet = (service: string): boolean => isPhone(service) || service === bell;
const isPhone = (service: string): boolean => service.startsWith('mobile_app_');
const bell = 'persistent_notification';

/** When the newest backup was made; without a date, since when Home Assistant knows none. */
const since = (entityId: string): string =>
  `{% set seen = states['${entityId}'] %}` +
  `{% set made = (seen.state | as_datetime(none)) if seen else none %}` +
  `{% set since = made or (seen.last_changed if seen else none) %}`;

/** Each minute anew, for `now()` is in it. A sensor that is not there at all counts as well. */
const overdue = ({ entityId, afterMinutes }: AlarmPlan): string =>
  `${since(entityId)}{{ since is none or now() - since > timedelta(minutes=${afterMinutes}) }}`;

const message = ({ entityId, words }: AlarmPlan): string =>
  `${since(entityId)}{% set hours = ((now() - since).total_seconds() // 3600) | int if since else 0 %}` +
  `{% set age %}{% if hours < 48 %}${words.hours('{{ hours }}')}{% else %}${words.days('{{ hours // 24 }}')}{% endif %}{% endset %}` +
  `{% if made %}${words.old('{{ age }}')}{% else %}${words.silent('{{ age }}')}{% endif %} ${words.next}`;

const say = (service: string, title: string, text: string, tag: string): ServiceCall => {
  if (service === bell) return call('persistent_notification.create', { title, message: text, notification_id: tag });
  return call(`notify.${service}`, { title, message: text, ...(isPhone(service) && { data: { tag } }) });
};

/** A phone and the bell take theirs back; everybody else hears that it is over. */
const clear = (service: string, { words, tag }: AlarmPlan): ServiceCall => {
  if (service === bell) return call('persistent_notification.dismiss', { notification_id: tag });
  if (isPhone(service)) return call(`notify.${service}`, { message: 'clear_notification', data: { tag } });
  return say(service, words.title, words.over, tag);
};

/** One phone that is away keeps nobody else from hearing it. */
const call = (action: string, data: object): ServiceCall => ({ action, data, continue_on_error: true });

/**
 * Pure. It sounds when the age is reached, after a start of Home Assistant and each morning as long as it lasts, and clears when
 * there is a new backup.
 */
export const alarmAutomation = (plan: AlarmPlan): Automation => {
  const { words, notify, tag } = plan;
  const isOverdue = { condition: 'template', value_template: overdue(plan) };
  const isOver = { condition: 'trigger', id: 'recovered' };
  // Home Assistant may not have seen it end: the sensor was renamed, or it was away itself.
  const isNoReminder = { condition: 'template', value_template: "{{ trigger.id | default('') != 'reminder' }}" };
  return {
    alias: words.alias,
    description: words.description,
    triggers: [
      { trigger: 'template', id: 'overdue', value_template: overdue(plan) },
      {
        trigger: 'template',
        id: 'recovered',
        value_template: overdue(plan).replace(/\{\{ (.*) \}\}$/, '{{ not ($1) }}'),
      },
      { trigger: 'homeassistant', id: 'start', event: 'start' },
      { trigger: 'time', id: 'reminder', at: '09:00:00' },
    ],
    conditions: [],
    actions: [
      {
        choose: [
          { conditions: [isOverdue], sequence: notify.map((one) => say(one, words.title, message(plan), tag)) },
          { conditions: [isOver], sequence: notify.map((one) => clear(one, plan)) },
          { conditions: [isNoReminder], sequence: notify.filter(isQuiet).map((one) => clear(one, plan)) },
        ],
      },
    ],
    mode: 'single',
  };
};

/** An automation that was just written acts on how things are now: no change of them would set it off. */
export const actNow = (automationEntity: string): ServiceCall =>
  call('automation.trigger', { entity_id: automationEntity, skip_condition: true });

/** A test: the same to the same, and no alarm. */
export const testCalls = (
  notify: readonly string[],
  title: string,
  text: string,
  tag: string,
): readonly ServiceCall[] => notify.map((one) => say(one, title, text, `${tag}_test`));

/** The user renamed the sensor: in what they made of the automation since, the new name stands where the old one stood. */
export const renamedIn = (automation: Automation, from: string, to: string): Automation => {
  const name = new RegExp(`(?<![a-z0-9_])${from.replaceAll(/[^a-z0-9_]/g, String.raw`\$&`)}(?![a-z0-9_])`, 'g');
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(name, () => to);
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner)]));
  };
  return renamed(automation) as Automation;
};
