import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { EventEmitter, RelativePattern, workspace, type Uri } from 'vscode';
import type { Layout } from '../../engine/spec/initializerSpec';
import type { DetailOptions, SingularValues, TensorDetail } from '../../inspect/tensors/report';
import type { Ended } from '../../protocol/inspect';
import type { ShownFile, WeightsProgress, WeightsState } from '../../protocol/weights';
import { DisposableStore } from '../platform/disposable';
import type { FileListener, Inspector } from './inspector';
import type { LocalCopies } from './localCopy';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function named(uri: Uri): ShownFile {
  const folder = posix.dirname(workspace.asRelativePath(uri));
  return { title: posix.basename(uri.path), folder: folder === '.' ? '' : folder };
}

/** Tells a file from what it is after a change; empty where it is gone. */
async function stampOf(uri: Uri): Promise<string> {
  return Promise.resolve(workspace.fs.stat(uri)).then(
    ({ mtime, size }) => `${mtime} ${size}`,
    () => '',
  );
}

/**
 * One file of weights, or two that are compared, as an editor shows them: opened in the inspector process, read on the
 * way.
 */
export class WeightsSession extends DisposableStore {
  private current: WeightsState;
  /** Ids of the opened files, in their order, once all are open. */
  private ids: number[] = [];
  /** Every file that the inspector has open for this session, those too whose companion is still being opened. */
  private readonly held = new Map<number, FileListener>();
  /** Counts openings: what an earlier one still says is not heard. */
  private turn = 0;
  /** What the files were when they were opened, by address. */
  private readonly stamps = new Map<string, string>();
  private readonly progressed = this.add(new EventEmitter<WeightsProgress>());
  private readonly replaced = this.add(new EventEmitter<WeightsState>());
  readonly onDidProgress = this.progressed.event;
  readonly onDidReplace = this.replaced.event;

  /** `saved` brings the view back after a reload. */
  constructor(
    private readonly inspector: Inspector,
    private readonly copies: LocalCopies,
    private uris: readonly Uri[],
    private readonly saved?: (uris: readonly Uri[]) => unknown,
  ) {
    super();
    this.current = this.fresh();
    this.watch();
    void this.open();
  }

  get state(): WeightsState {
    return this.current;
  }

  get files(): readonly Uri[] {
    return this.uris;
  }

  override dispose(): void {
    this.turn++;
    this.release();
    super.dispose();
  }

  /** Opens the files as they are now. */
  async open(): Promise<void> {
    const turn = ++this.turn;
    this.release();
    const { layout } = this.current;
    this.current = { ...this.fresh(), layout };
    this.replaced.fire(this.current);
    const files = await Promise.all(this.uris.map((uri) => this.openOne(uri, turn)));
    if (turn !== this.turn) return;
    // One that is not held any more went with its process while the other was being opened.
    const whole = files.every(({ opened }) => opened !== undefined && this.held.has(opened.id));
    this.ids = whole ? files.flatMap(({ opened }) => (opened ? [opened.id] : [])) : [];
    this.current = {
      ...this.current,
      files,
      status: whole ? 'reading' : 'failed',
      reports: files.length === 1 ? Array.from(files[0].opened?.tensors ?? [], () => undefined) : [],
    };
    this.replaced.fire(this.current);
    if (!whole) return;
    if (layout) await this.inspector.api.setLayout(this.ids[0], layout);
    if (turn === this.turn) await this.read(turn);
  }

  /** The other way round. */
  async swap(): Promise<void> {
    this.uris = this.uris.toReversed();
    await this.open();
  }

  async setLayout(layout: Layout | undefined): Promise<void> {
    const { turn } = this;
    this.current = { ...this.current, layout };
    for (const id of this.ids) if (turn === this.turn) await this.inspector.api.setLayout(id, layout);
    if (turn === this.turn) await this.resume(true);
  }

  async stop(): Promise<void> {
    await Promise.all(this.ids.map((id) => this.inspector.api.cancel(id)));
  }

  /** Reads on; `anew` forgets what is known of the numbers. */
  async resume(anew = false): Promise<void> {
    if (this.ids.length < this.uris.length) return this.open();
    const { reports, comparisons, findings, ...rest } = this.current;
    this.current = {
      ...rest,
      reports: anew ? reports.map(() => undefined) : reports,
      comparisons: anew ? [] : comparisons,
      ...(anew ? {} : { findings }),
      status: 'reading',
      progress: 0,
    };
    this.replaced.fire(this.current);
    await this.read(this.turn);
  }

  detail(file: number, index: number, options?: DetailOptions): Promise<TensorDetail> {
    return this.asked(() =>
      this.inspector.api.detail({
        id: this.idOf(file),
        index,
        options: { ...options, layout: options?.layout ?? this.current.layout },
      }),
    );
  }

  singularValues(file: number, index: number): Promise<SingularValues> {
    return this.asked(() => this.inspector.api.singularValues(this.idOf(file), index));
  }

  /**
   * A question that fails because the file was written meanwhile leads to the offer to read it again, watched or not.
   */
  private async asked<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      void this.lookAtFiles();
      throw error;
    }
  }

  private idOf(file: number): number {
    const id = this.current.files[file]?.opened?.id;
    if (id === undefined || !this.ids.includes(id))
      throw new Error(this.current.message ?? this.current.files[file]?.problem ?? l10n.t('The file is being opened.'));
    return id;
  }

  private fresh(): WeightsState {
    return {
      turn: this.turn,
      files: this.uris.map(named),
      status: 'reading',
      progress: 0,
      reports: [],
      comparisons: [],
      saved: this.saved?.(this.uris),
    };
  }

  private async openOne(uri: Uri, turn: number): Promise<ShownFile> {
    try {
      const stamp = await stampOf(uri);
      this.stamps.set(uri.toString(), stamp);
      if (stamp === '') return { ...named(uri), problem: l10n.t('File not found.') };
      const path = await this.copies.pathOf(uri);
      if (turn !== this.turn) return named(uri);
      const listener = this.listener(turn);
      const opened = await this.inspector.open(path, listener);
      if (turn === this.turn) this.held.set(opened.id, listener);
      else this.inspector.close(opened.id, listener);
      return { ...named(uri), opened };
    } catch (error) {
      return { ...named(uri), problem: messageOf(error) };
    }
  }

  private listener(turn: number): FileListener {
    const heard = (progress: Partial<WeightsProgress>): void => {
      if (turn === this.turn) this.advance(progress);
    };
    return {
      reported: (_id, reports, { bytes, of }) => heard({ reports, progress: of > 0 ? bytes / of : 1 }),
      found: (_id, findings) => heard({ findings }),
      compared: (_a, _b, comparisons, { tensors, of }) => heard({ comparisons, progress: of > 0 ? tensors / of : 1 }),
      lost: (message) => {
        if (turn !== this.turn) return;
        this.ids = [];
        this.held.clear();
        this.advance({ status: 'failed', message });
      },
    };
  }

  private async read(turn: number): Promise<void> {
    const [a, b] = this.ids;
    try {
      const ended: Ended =
        b === undefined ? await this.inspector.api.statistics(a) : await this.inspector.api.compare(a, b);
      if (turn === this.turn && this.current.status === 'reading')
        this.advance(ended === 'done' ? { status: 'done', progress: 1 } : { status: 'stopped' });
    } catch (error) {
      // What the reader says of a file that was written meanwhile is no fault of the file.
      await this.lookAtFiles();
      if (turn === this.turn && this.current.status === 'reading')
        this.advance({ status: 'failed', message: messageOf(error) });
    }
  }

  private advance({
    status,
    message,
    progress,
    reports = [],
    comparisons = [],
    findings,
  }: Partial<WeightsProgress>): void {
    const { current } = this;
    for (const report of reports) current.reports[report.index] = report;
    current.comparisons.push(...comparisons);
    this.current = {
      ...current,
      status: status ?? current.status,
      message: message ?? current.message,
      progress: progress ?? current.progress,
      findings: findings ?? current.findings,
    };
    const { status: now, message: why, progress: done } = this.current;
    this.progressed.fire({
      status: now,
      message: why,
      progress: done,
      reports,
      comparisons,
      ...(findings && { findings }),
    });
  }

  /** A file that is replaced or grows is said to have changed; what was read of it stays until it is opened anew. */
  private watch(): void {
    for (const uri of this.uris) {
      const pattern = posix.basename(uri.path).replace(/[*?{}[\]]/g, '?');
      const watcher = this.add(
        workspace.createFileSystemWatcher(new RelativePattern(uri.with({ path: posix.dirname(uri.path) }), pattern)),
      );
      for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
        this.add(event(() => void this.lookAtFiles()));
    }
  }

  /** Notices that a file is not what was opened. */
  private async lookAtFiles(): Promise<void> {
    const { turn } = this;
    for (const uri of this.uris) {
      const seen = this.stamps.get(uri.toString());
      if (seen !== undefined && (await stampOf(uri)) !== seen && turn === this.turn)
        return this.advance({ status: 'changed' });
    }
  }

  private release(): void {
    for (const [id, listener] of this.held) this.inspector.close(id, listener);
    this.held.clear();
    this.ids = [];
  }
}
