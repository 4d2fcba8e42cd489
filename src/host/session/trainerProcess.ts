import * as l10n from '@vscode/l10n';
import type { RunUpdate } from '../../experiment/record/update';
import type { TrainerApi, TrainerClient, TrialWeights } from '../../protocol/trainer';
import { RpcProcess } from '../platform/childProcess';
import { GatheredWeights } from './gatheredWeights';

/**
 * Milliseconds of silence after which a stopping trainer is killed, counted anew with all that it says and every piece
 * of weights; and milliseconds before it is to leave out the figures that are not there yet.
 */
export const stopDeadline = 3000;
const hurryAfter = 2000;

/** What the owner of a trainer hears of it. */
export interface TrainerListener {
  update: (update: RunUpdate) => void;
  /** The process ended without being asked to; `reason` is for the user. */
  died: (reason: string) => void;
}

/** One forked trainer. */
export class TrainerProcess extends RpcProcess<TrainerApi, TrainerClient> {
  private readonly gathering = new Set<Promise<unknown>>();

  constructor(entry: string, { update, died }: TrainerListener) {
    super(
      {
        entry,
        died,
        startFailed: (reason) => l10n.t('The trainer process could not be started: {0}.', reason),
        ended: (how, lastError) =>
          l10n.t('The trainer process ended unexpectedly ({0}).', how) +
          (lastError === undefined ? '' : ` ${l10n.t('It said: {0}', lastError)}`),
      },
      { update },
    );
  }

  /** The weights of a run as far as they come: when the trainer dies meanwhile, those that are whole. Never rejects. */
  weights(id: number): Promise<TrialWeights[]> {
    const gathered = this.gather(id);
    this.gathering.add(gathered);
    void gathered.finally(() => this.gathering.delete(gathered));
    return gathered;
  }

  /** Resolves when no weights are on their way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.gathering);
  }

  /**
   * Asks for a stop, and kills a trainer that is silent for too long. `answered`: false when it was killed; `weights`
   * then has what came before.
   */
  stop(id: number): { answered: Promise<boolean>; weights: Promise<TrialWeights[]> } {
    let late!: () => void;
    const silent = new Promise<boolean>((resolve) => (late = () => resolve(false)));
    const timer = setTimeout(late, stopDeadline);
    const heard = () => timer.refresh();
    this.child.on('message', heard);
    const hurry = setTimeout(() => void this.api.hurry(id).catch(() => undefined), hurryAfter);
    const stopped = this.api.stop(id).then(
      () => true,
      () => false,
    );
    const weights = this.weights(id);
    const answered = Promise.race([Promise.all([stopped, weights]).then(([answer]) => answer), silent]).then(
      (answer) => {
        clearTimeout(timer);
        clearTimeout(hurry);
        this.child.off('message', heard);
        if (!answer) this.dispose();
        return answer;
      },
    );
    return { answered, weights };
  }

  private async gather(id: number): Promise<TrialWeights[]> {
    const gathered = new GatheredWeights();
    try {
      for (let piece = await this.api.weightsFrom(id, 0); piece; piece = await this.api.weightsFrom(id, piece.next))
        gathered.add(piece);
    } catch {
      // It died: what came before is here.
    }
    return gathered.weights;
  }
}
