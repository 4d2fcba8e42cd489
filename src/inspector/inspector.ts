import type { Layout } from '../engine/spec/initializerSpec';
import { compareFiles } from '../inspect/report/compare';
import { FileProblem } from '../inspect/files/fileProblem';
import { Inspection } from '../inspect/report/inspection';
import { openPath } from '../inspect/open/openPath';
import type { SingularValues, TensorComparison, TensorDetail, TensorReport } from '../inspect/tensors/report';
import type { Ended, InspectorApi, InspectorClient, OpenedFile, TensorRequest } from '../protocol/inspect';

/** Milliseconds between two messages of one request. */
const pace = 100;

interface Held {
  inspection: Inspection;
  /** What runs on this file and can be told to stop. */
  running: Set<AbortController>;
  statistics?: Promise<Ended>;
}

/** Opened files by their number, and what runs on them; the same in the child process of the host and in tests. */
export class Inspector implements InspectorApi {
  private readonly held = new Map<number, Held>();
  private nextId = 1;

  /** `h5Worker` is the built file of the thread that reads HDF5. */
  constructor(
    private readonly client: InspectorClient,
    private readonly h5Worker: string,
  ) {}

  async open(path: string): Promise<OpenedFile> {
    const file = await openPath(path, { h5Worker: this.h5Worker });
    const inspection = new Inspection(file);
    const id = this.nextId++;
    this.held.set(id, { inspection, running: new Set() });
    const tensors = inspection.placed.map(({ entry, role, layout, because }) => ({
      ...entry,
      role,
      ...(layout ? { layout, because } : {}),
    }));
    return { id, path, format: file.format, size: file.size, metadata: file.metadata, tensors, skipped: file.skipped };
  }

  async close(id: number): Promise<void> {
    await this.cancel(id);
    this.held.get(id)?.inspection.close();
    this.held.delete(id);
  }

  statistics(id: number): Promise<Ended> {
    const held = this.at(id);
    held.statistics ??= this.run([held], (signal) => this.readAll(id, held.inspection, signal)).finally(
      () => (held.statistics = undefined),
    );
    return held.statistics;
  }

  async report(id: number, index: number): Promise<TensorReport> {
    return this.at(id).inspection.report(index);
  }

  async setLayout(id: number, layout: Layout | undefined): Promise<void> {
    const held = this.at(id);
    for (const controller of held.running) controller.abort();
    await held.statistics?.catch(() => undefined);
    held.inspection.setLayout(layout);
  }

  async detail({ id, index, options }: TensorRequest): Promise<TensorDetail> {
    return this.at(id).inspection.detail(index, options);
  }

  async singularValues(id: number, index: number): Promise<SingularValues> {
    const held = this.at(id);
    const controller = new AbortController();
    held.running.add(controller);
    try {
      return await held.inspection.singularValues(index, controller.signal);
    } finally {
      held.running.delete(controller);
    }
  }

  compare(a: number, b: number): Promise<Ended> {
    const [first, second] = [this.at(a), this.at(b)];
    return this.run([first, second], async (signal) => {
      const of = new Set([...first.inspection.file.tensors, ...second.inspection.file.tensors].map(({ name }) => name))
        .size;
      let waiting: TensorComparison[] = [];
      let done = 0;
      let last = 0;
      for await (const row of compareFiles(first.inspection.file, second.inspection.file, signal)) {
        waiting.push(row);
        done++;
        if (performance.now() - last < pace) continue;
        this.client.compared(a, b, waiting, { tensors: done, of });
        waiting = [];
        last = performance.now();
      }
      this.client.compared(a, b, waiting, { tensors: done, of: done });
    });
  }

  async cancel(id: number): Promise<void> {
    for (const controller of this.held.get(id)?.running ?? []) controller.abort();
  }

  /** Reads every tensor; reports go out together, ten times a second at most. */
  private async readAll(id: number, inspection: Inspection, signal: AbortSignal): Promise<void> {
    const of = inspection.file.tensors.reduce((sum, { bytes }) => sum + bytes, 0);
    let waiting: TensorReport[] = [];
    let bytes = 0;
    let last = 0;
    const tell = (now = performance.now()): void => {
      this.client.reported(id, waiting, { bytes: Math.round(bytes), of });
      waiting = [];
      last = now;
    };
    const heard = (more: number): void => {
      bytes += more;
      if (performance.now() - last >= pace) tell();
    };
    for (const { index } of inspection.placed) {
      const report = await inspection.report(index, signal, heard);
      waiting.push(report);
      if (signal.aborted) throw new FileProblem('the request', 'time to end', 'its cancellation', 'cancelled');
      if (performance.now() - last >= pace) tell();
    }
    tell();
    this.client.found(id, inspection.findings());
  }

  private async run(held: readonly Held[], work: (signal: AbortSignal) => Promise<void>): Promise<Ended> {
    const controller = new AbortController();
    for (const one of held) one.running.add(controller);
    try {
      await work(controller.signal);
      return 'done';
    } catch (error) {
      if (controller.signal.aborted) return 'cancelled';
      throw error;
    } finally {
      for (const one of held) one.running.delete(controller);
    }
  }

  private at(id: number): Held {
    const held = this.held.get(id);
    if (!held) throw new RangeError(`File ${id} is closed.`);
    return held;
  }
}
