import type { SettingsContent, SettingsFile } from '../../../src/core/ports/settings-file.ts';

/** A settings file of text, with everything that ever was kept aside. */
export class MemoryFile implements SettingsFile {
  text: string | undefined;
  writes = 0;
  readonly aside = new Map<string, string>();

  constructor(content?: unknown) {
    this.text = content === undefined ? undefined : JSON.stringify(content);
  }

  read(): Promise<SettingsContent> {
    if (this.text === undefined) return Promise.resolve({ kind: 'absent' });
    try {
      const content: unknown = JSON.parse(this.text);
      if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
        return Promise.resolve({ kind: 'object', content: { ...content } });
      }
    } catch {
      // Falls through to unreadable.
    }
    return Promise.resolve({ kind: 'unreadable' });
  }

  write(content: Readonly<Record<string, unknown>>): Promise<void> {
    this.text = JSON.stringify(content);
    this.writes += 1;
    return Promise.resolve();
  }

  keepAside(mark: string): Promise<string> {
    this.aside.set(mark, this.text ?? '');
    return Promise.resolve(`settings.${mark}.json`);
  }
}
