import { doPart, mostArguments, type KernelExports, type PartCall } from '../../engine/kernels/wasm/kernelCalls';
import type { Helpers } from '../../engine/kernels/wasm/parts';
import type { Team } from '../shared/team';

/** Calls after which a leader looks whether its helpers are worth it. */
const trialCalls = 50;

/**
 * A leader's view of its team: the helpers that it has taken. Where it waits for them longer than it works itself,
 * there are fewer free cores than threads (a container's share, other programs), and it takes fewer from then on.
 */
export class Leader implements Helpers {
  private readonly taken: number[] = [];
  private limit = Infinity;
  private calls = 0;
  /** Milliseconds of own parts, and of waiting for those of others. */
  private worked = 0;
  private waited = 0;
  private readonly own = new Float64Array(mostArguments);
  /** Views of the lanes, made once for each helper. */
  private readonly rooms = new Map<number, Float64Array>();

  constructor(
    readonly team: Team,
    private readonly worker: number,
  ) {}

  get parts(): number {
    return this.taken.length + 1;
  }

  /** Takes workers that offer to help, up to `most` in all. */
  gather(most: number): void {
    if (this.calls >= trialCalls) this.judge();
    while (this.taken.length < Math.min(most, this.limit)) {
      const helper = this.team.take(this.worker);
      if (helper === undefined) return;
      if (!this.rooms.has(helper)) this.rooms.set(helper, this.team.argumentsOf(helper));
      this.taken.push(helper);
    }
  }

  /** Lets all of them go. */
  dismiss(): void {
    for (const helper of this.taken.splice(0)) this.team.release(helper, this.worker);
  }

  argumentsOf(part: number): Float64Array {
    return part === 0 ? this.own : this.rooms.get(this.taken[part - 1])!;
  }

  run(call: PartCall, parts: number, kernels: KernelExports): void {
    for (let part = 1; part < parts; part++) this.team.ask(this.taken[part - 1], call);
    const from = performance.now();
    doPart(call, kernels, this.own);
    const done = performance.now();
    const problems: unknown[] = [];
    for (let part = 1; part < parts; part++) {
      try {
        this.team.await(this.taken[part - 1]);
      } catch (error) {
        problems.push(error);
      }
    }
    // Only now: while another helper writes into the arrays of this trial, they cannot be left.
    if (problems.length > 0) throw problems[0];
    this.worked += done - from;
    this.waited += performance.now() - done;
    this.calls++;
  }

  private judge(): void {
    if (this.waited > this.worked && this.taken.length > 0) {
      this.limit = this.taken.length - 1;
      this.team.release(this.taken.pop()!, this.worker);
    }
    this.calls = this.worked = this.waited = 0;
  }
}
