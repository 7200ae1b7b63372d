import { release } from 'node:os';
import type { LogLine, ViewState } from '../../shared/contract/views.ts';
import type { UserSettings } from '../../shared/user-settings.ts';

export interface DiagnosticFacts {
  readonly state: ViewState;
  readonly settings: UserSettings;
  readonly log: readonly LogLine[];
  readonly redact: (text: string) => string;
}

/** What helps to find a problem and says nothing about its owner: for a public report. */
export const diagnosticsText = ({ state, settings, log, redact }: DiagnosticFacts): string => {
  const { status, running, signIn, app } = state;
  const versionOf: Readonly<Record<string, string | undefined>> = process.versions;
  const electron = versionOf['electron'] ?? 'none';
  const node = process.version;
  const versions = `version ${app.version} · ${app.platform} ${release()} ${process.arch} · Electron ${electron} · Node ${node}`;
  const facts = { status, running, signIn: signIn.step, tray: app.hasTray, loginItem: state.loginItem, settings };
  const lines = log.map(({ at, level, text }) => `${at} ${level} ${text}`);
  return redact([versions, '', JSON.stringify(facts, null, 2), '', ...lines, ''].join('\n'));
};
