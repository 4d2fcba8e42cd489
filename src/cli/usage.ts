import { generators } from '../engine/random/generators';
import { settingNames, settingValues } from '../engine/random/settings';
import { readersOf } from '../experiment/format/checks/generatorChecks';

/** The options of generators that have settings, a line each. */
const settingLines = settingNames
  .map((name) => ({ name, readers: readersOf(name) }))
  .filter(({ readers }) => readers.length > 0)
  .map(
    ({ name, readers }) =>
      `    --${name}`.padEnd(18) +
      `${settingValues[name].join('|')}, of the generator ${readers.join(' or ')}; default: ${settingValues[name][0]}\n`,
  )
  .join('');

/** Shown by `initlab --help`. */
export const usage = `initlab: neural-network initialization experiments

initlab run FILE [--out run.json] [--weights DIR] [--workers N] [--backend auto|relaxed-simd|simd|reference] [--max-memory MB] [--data DIR] [--python PATH] [--explain] [--quiet]
    Trains every initializer of an experiment (*.initlab.json) and prints a table; with several seeds
    also means with 95 % intervals and paired differences; for a sweep, one line per cell and initializer.
    --out       writes the run file (JSON); with -, to standard output, and the table to standard error
    --weights   writes the initial and final weights of every trial as .safetensors
    --workers   maximum number of worker threads; default: the number of cores
    --backend   compute backend; default: auto, the fastest available
    --max-memory  rejects a run whose estimate is higher; default: 2048
    --data      folder searched when an experiment gives no dataset path: mnist/, fashion-mnist/, cifar10/ in it
    --python    interpreter of an experiment with a model in Python; default: python3 on the PATH
    --explain   prints how the run would be computed (path, batches, workers, memory), and trains nothing
    --quiet     prints nothing

initlab worker --queue ADDRESS [--concurrency N] [--memory MB] [--data DIR] [--backend NAME] [--allow-python DIR]
    Computes trials of sweeps from a queue (Redis or Valkey: redis://[USER@]HOST[:PORT][/DATABASE], rediss:// with TLS)
    until it is stopped; its trials then go back to the queue.
    --concurrency   jobs at once; default: the number of cores
    --memory    megabytes for all its trials together; default: half of the machine's
    --data      folder with datasets that are too large for the queue
    --allow-python  also runs models in Python, of the files in this folder; --python names the interpreter
    --name      how it is listed; default: host name and process id
    --lock      seconds after which a worker that is gone loses its jobs to others; default: 15
initlab run FILE --queue ADDRESS [--out run.json] [--backend NAME]
    Has the workers of a queue compute a sweep. Ctrl+C leaves it to them.
initlab attach ID --queue ADDRESS [--out run.json]
    Follows a sweep of a queue again; the first digits of its id do.
initlab queue [list] [--json] | cancel ID… | clean [ID…] [--all]  --queue ADDRESS
    Lists sweeps and workers, cancels sweeps, removes those that have ended (or all) with their results.
    Options of the connection, for all of these: --password-file FILE (or the variable INITLAB_QUEUE_PASSWORD),
    --tls-ca, --tls-cert, --tls-key FILE. INITLAB_QUEUE is the address where --queue is not given, except for run.

initlab check FILE [--python PATH] [--json FILE] [--fail-on error|warning] [--data DIR] [--max-memory MB]
    Builds the model of an experiment with its own Python, looks at its weights and at one forward and backward
    pass, and prints what is wrong with its initialization: parameters nobody filled, identical layers, wrong fans,
    dead units, a loss far above that of guessing, and others. Nothing is trained.
    --json      writes the report as JSON; with -, to standard output
    --fail-on   exits with 1 if there is a finding of this severity or worse (default: error)

initlab draw KIND --shape 10x2 --seed 3 --out w.npy [--generator NAME] [--torch-version VERSION] [--layout out-in|in-out] [--set stddev=0.1]
    Draws one weight matrix, exactly as the framework of the generator does, and writes it as .npy
    (float64 or float32, as the generator draws).
    --generator   ${generators.join('|')}; default: numpy
    --torch-version  2.12|1.13, of the generator torch: the version whose functions draw; default: 2.12
${settingLines}                  (--keys draws the first kernel of a network, whose key comes from the seed in that way)
    --layout      which side of the shape is the fan-in; default: as the framework stores kernels
    --seed        an integer from 0 to 4294967295, for numpyGenerator of any size; default: 0
    --set         a parameter of the initializer; can be repeated

initlab inspect FILE [OTHER] [--json] [--tensor NAME]
    Lists the tensors of a weight file (.safetensors, .npy, .npz, .pt, .pth, .keras, .h5) with their statistics, the
    laws they may have been drawn from, and problems in the file. Nothing in the file is executed.
    With two files it compares them tensor by tensor.
    --json      prints the same as JSON
    --tensor    shows one tensor, with the numbers behind its laws

initlab lesson FILE…
    Checks lessons (*.lesson.md) and prints errors as FILE:LINE:COLUMN: reason. A lesson without
    an experiment is checked with the one beside it (circles.initlab.json beside circles.lesson.md).

SIGINT (Ctrl+C), SIGTERM and SIGHUP stop a run and write its results so far. A second signal ends it immediately.

Exit codes: 0 every trial ended, including diverged ones; 1 a trial or a cell of a sweep failed, a result couldn't be
written, a lesson has errors, or check found what --fail-on names; 2 invalid input, with one line that names the place and the value; 128 plus the number
of the signal for an interrupted run (130 after Ctrl+C). A reader that closes the pipe, as head does, is not a failure.
`;
