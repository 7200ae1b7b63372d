interface Begun {
  readonly name: string;
  readonly size: string;
}

interface Underway {
  readonly name: string;
  /** How far it is, how fast, how long it will take. */
  readonly how: string;
}

/** How far a transfer is: in bars for a person, in lines for a log. */
export const progress = {
  bars: { download: 'Download', upload: 'Upload' },
  finishing: 'finishing',
  rate: (bytes: string) => `${bytes}/s`,
  left: (duration: string) => `${duration} left`,
  download: {
    begins: (name: string) => `Downloading ${name}`,
    beginsWithSize: ({ name, size }: Begun) => `Downloading ${name} (${size})`,
    continues: ({ name, how }: Underway) => `Downloading ${name}: ${how}`,
  },
  upload: {
    begins: (name: string) => `Uploading ${name}`,
    beginsWithSize: ({ name, size }: Begun) => `Uploading ${name} (${size})`,
    continues: ({ name, how }: Underway) => `Uploading ${name}: ${how}`,
  },
  finishingUpload: (name: string) => `Finishing the upload of ${name}`,
};
