import { StringDecoder } from 'node:string_decoder';
import * as l10n from '@vscode/l10n';

/** Characters of a process that are passed on, and those kept of its last words for the message of its end. */
const mostShown = 1_000_000;
const lastCharacters = 8000;

/** A place in the user's code. */
export interface CodePlace {
  file: string;
  line: number;
}

/** What a process prints: passed on up to a limit, since a loop that prints would fill the memory of the editor. */
export class OutputLog {
  private left = mostShown;
  private words = '';

  /** `show` gets the text of both streams as it comes. */
  constructor(private readonly show: (text: string) => void) {}

  /** Follows a stream; `last` keeps its end for messages. A stream that nobody reads would stop the process. */
  follow(stream: NodeJS.ReadableStream | null, last: boolean): void {
    const decoder = new StringDecoder('utf8');
    stream?.on('data', (chunk: Buffer) => {
      const text = decoder.write(chunk);
      if (last) this.words = (this.words + text).slice(-lastCharacters);
      this.pass(text);
    });
  }

  /** The last line that was printed to the stream that is kept. */
  get lastLine(): string | undefined {
    return this.words.trim().split('\n').at(-1)?.trim() || undefined;
  }

  /** The last place of a traceback that lies in `directory`. */
  placeIn(directory: string): CodePlace | undefined {
    const places = [...this.words.matchAll(/File "([^"]+)", line (\d+)/g)];
    const own = places.filter(([, file]) => file.startsWith(directory) && !file.includes('site-packages'));
    // Python lists the calls with the last one at the end, its fault handler with the last one first.
    const [, file, line] = (this.words.includes('most recent call first') ? own.at(0) : own.at(-1)) ?? [];
    return file === undefined ? undefined : { file, line: Number(line) };
  }

  private pass(text: string): void {
    if (this.left <= 0) return;
    this.show(text.slice(0, this.left));
    this.left -= text.length;
    if (this.left <= 0) this.show(`\n${l10n.t('[Further output of this run is not shown.]')}\n`);
  }
}
