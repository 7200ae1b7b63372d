import { describe, expect, test } from 'vitest';
import { alarmAutomation, renamedIn, testCalls, type AlarmPlan } from '../../../src/core/report-home/alarm.ts';
import { yamlOf } from '../../../src/core/report-home/yaml.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import '../../support/in-english.ts';

const plan = (given: Partial<AlarmPlan> = {}): AlarmPlan => ({
  entityId: 'sensor.newest',
  afterMinutes: 4320,
  notify: ['mobile_app_phone'],
  tag: 'ours',
  words: toldWords().alarm.of('Mac'),
  ...given,
});

const actionsOf = (given?: Partial<AlarmPlan>) => {
  const { actions } = alarmAutomation(plan(given)) as {
    actions: [{ choose: { sequence: { action: string; data: Record<string, unknown> }[] }[] }];
  };
  const [alarm, over, unseen] = actions[0].choose;
  return { alarm: alarm?.sequence ?? [], over: over?.sequence ?? [], unseen: unseen?.sequence ?? [] };
};

describe('whom it tells, and how that is taken back', () => {
  test('a phone: replaced and cleared by the tag', () => {
    const { alarm, over } = actionsOf();
    expect(alarm).toMatchObject([{ action: 'notify.mobile_app_phone', data: { data: { tag: 'ours' } } }]);
    expect(over).toMatchObject([
      { action: 'notify.mobile_app_phone', data: { message: 'clear_notification', data: { tag: 'ours' } } },
    ]);
  });

  test('the bell: one entry that is dismissed', () => {
    const { alarm, over } = actionsOf({ notify: ['persistent_notification'] });
    expect(alarm).toMatchObject([{ action: 'persistent_notification.create', data: { notification_id: 'ours' } }]);
    expect(over).toMatchObject([{ action: 'persistent_notification.dismiss', data: { notification_id: 'ours' } }]);
  });

  test('everybody else hears in words that it is over', () => {
    const { alarm, over } = actionsOf({ notify: ['family_chat'] });
    expect(alarm[0]?.data).not.toHaveProperty('data');
    expect(over).toMatchObject([{ action: 'notify.family_chat', data: { message: toldWords().alarm.of('Mac').over } }]);
  });

  test('an end that Home Assistant did not see is taken back without a word, where that can be done', () => {
    const notify = ['mobile_app_phone', 'persistent_notification', 'family_chat'];
    const { over, unseen } = actionsOf({ notify });
    expect(unseen).toEqual(over.slice(0, 2));
  });

  test('one that fails keeps no other from hearing it', () => {
    const { alarm, over } = actionsOf({ notify: ['a', 'b'] });
    for (const call of [...alarm, ...over]) expect(call).toMatchObject({ continue_on_error: true });
  });
});

test('the name of a computer is text and nothing that Home Assistant carries out', () => {
  const words = toldWords().alarm.of("{{ states('x') }}{% if %}{# #}");
  const [call] = actionsOf({ words }).alarm;
  expect(String(call?.data['message'])).not.toContain("states('x') }}");
  expect(words.next).not.toMatch(/[{}]/);
});

test('a renamed sensor is followed in all that the user made of it, and only that one', () => {
  const own = { alias: 'Mine', a: "states['sensor.newest']", b: ['sensor.newest', 'sensor.newest_2', 'sensorXnewest'] };
  expect(renamedIn(own, 'sensor.newest', 'sensor.other')).toEqual({
    alias: 'Mine',
    a: "states['sensor.other']",
    b: ['sensor.other', 'sensor.newest_2', 'sensorXnewest'],
  });
});

test('no name is more than a name in a text: not of another kind, no pattern, no quote', () => {
  const own = { a: 'sensor.newest binary_sensor.newest', b: 'sensorX(a' };
  expect(renamedIn(own, 'sensor.newest', 'sensor.other')).toEqual({ ...own, a: 'sensor.other binary_sensor.newest' });
  expect(renamedIn(own, 'sensor.(a', 'sensor.x')).toEqual(own);
  expect(renamedIn(own, 'sensor.newest', `sensor.$'"\\`)['a']).toBe(`sensor.$'"\\ binary_sensor.newest`);
});

test('a test replaces no alarm', () => {
  expect(testCalls(['mobile_app_phone'], 'T', 'M', 'ours')).toMatchObject([
    { action: 'notify.mobile_app_phone', data: { title: 'T', message: 'M', data: { tag: 'ours_test' } } },
  ]);
});

test('the text to copy is YAML, whatever is in it', () => {
  expect(yamlOf({ id: 'x', list: [{ a: 1, b: { c: 'd: "e"\n#' } }, 'f'], empty: [], none: null })).toBe(
    [
      '- id: "x"',
      '  list:',
      '    - a: 1',
      '      b:',
      '        c: "d: \\"e\\"\\n#"',
      '    - "f"',
      '  empty: []',
      '  none: null',
      '',
    ].join('\n'),
  );
});
