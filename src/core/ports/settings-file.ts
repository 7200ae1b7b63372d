/** What the file holds. `unreadable`: it is there, but no JSON object is in it; its text, unless it is too big for that. */
export type SettingsContent =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly text?: string }
  | { readonly kind: 'object'; readonly content: Readonly<Record<string, unknown>> };

/** The settings as they lie on disk; what they mean is not its business. Errors: `disk.full`, `disk.failed`. */
export interface SettingsFile {
  /** Fresh from the disk every time: another process may have written. Never changes anything. */
  read(): Promise<SettingsContent>;
  /** Replaces the content atomically, readable by this user alone. */
  write(content: Readonly<Record<string, unknown>>): Promise<void>;
  /** Keeps an exact copy beside the file, for a person to look at. Returns the copy's file name. */
  keepAside(mark: string): Promise<string>;
}
