import * as l10n from '@vscode/l10n';
import type { Disposable } from 'vscode';
import type { InspectorApi, InspectorClient, OpenedFile } from '../../protocol/inspect';
import { RpcProcess } from '../../processes/childProcess';

/** Megabytes of JavaScript memory: numbers are read in pieces, so that no file needs more. */
const heapMegabytes = 400;

type InspectorProcess = RpcProcess<InspectorApi, InspectorClient>;

/** What the owner of an opened file hears of it. */
export interface FileListener extends Partial<InspectorClient> {
  /** The process that had the file is gone: `reason` is for the user. */
  lost(reason: string): void;
}

/** The one process that reads files of weights for all editors: forked for the first file, ended with the last. */
export class Inspector implements Disposable {
  private process: InspectorProcess | undefined;
  /** Files that editors hold, and those that are being opened. */
  private readonly listeners = new Map<number, FileListener>();
  private opening = 0;

  constructor(private readonly entry: string) {}

  /** Process id while it lives. */
  get pid(): number | undefined {
    return this.process?.alive ? this.process.pid : undefined;
  }

  /** Opens a file for `listener`; `close` when it is shown no more. Rejects with a message for the user. */
  async open(path: string, listener: FileListener): Promise<OpenedFile> {
    this.opening++;
    try {
      const file = await this.start().api.open(path);
      this.listeners.set(file.id, listener);
      return file;
    } finally {
      this.opening--;
      this.endWhenIdle();
    }
  }

  /** Lets go of a file. Ids begin anew with each process, so a file is known by its listener too. */
  close(id: number, listener: FileListener): void {
    if (this.listeners.get(id) !== listener) return;
    this.listeners.delete(id);
    if (this.listeners.size > 0 || this.opening > 0) void this.process?.api.close(id).catch(() => undefined);
    this.endWhenIdle();
  }

  /** Calls on opened files. Throws when the process that had them is gone. */
  get api(): InspectorApi {
    if (!this.process?.alive) throw new Error(l10n.t('The process that reads weights has ended.'));
    return this.process.api;
  }

  dispose(): void {
    this.listeners.clear();
    this.process?.dispose();
  }

  private endWhenIdle(): void {
    if (this.listeners.size > 0 || this.opening > 0) return;
    this.process?.dispose();
    this.process = undefined;
  }

  private start(): InspectorProcess {
    if (this.process?.alive) return this.process;
    const client: InspectorClient = {
      reported: (id, reports, progress) => this.listeners.get(id)?.reported?.(id, reports, progress),
      found: (id, findings) => this.listeners.get(id)?.found?.(id, findings),
      // Both files of a comparison belong to one listener.
      compared: (a, b, tensors, progress) => this.listeners.get(a)?.compared?.(a, b, tensors, progress),
    };
    this.process = new RpcProcess<InspectorApi, InspectorClient>(
      {
        entry: this.entry,
        execArgv: [`--max-old-space-size=${heapMegabytes}`],
        died: (reason) => this.lose(reason),
        startFailed: (reason) => l10n.t("The process that reads weights couldn't be started: {0}.", reason),
        ended: (how) => l10n.t('The process that reads weights exited unexpectedly ({0}).', how),
      },
      client,
    );
    return this.process;
  }

  private lose(reason: string): void {
    const owners = new Set(this.listeners.values());
    this.listeners.clear();
    for (const owner of owners) owner.lost(reason);
  }
}
