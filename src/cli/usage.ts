/** Shown by `initlab --help`. */
export const usage = `initlab: neural-network initialization experiments

initlab run FILE [--out run.json] [--weights DIR] [--workers N] [--backend auto|relaxed-simd|simd|reference] [--max-memory MB] [--data DIR] [--explain] [--quiet]
    Trains every initializer of an experiment (*.initlab.json) and prints a table; with several seeds
    also means with 95 % intervals and paired differences, of a sweep a line for each cell and initializer.
    --out       writes the run file (JSON); - is the standard output, and the table goes to the standard error
    --weights   writes the start and end weights of every trial as .safetensors
    --workers   worker threads at most; default: the number of cores
    --backend   kernels to compute with; default: auto, the fastest that runs here
    --max-memory  refuses a run that is estimated to need more; default: 2048
    --data      folder of datasets whose experiment gives no path, a folder each: mnist/, fashion-mnist/, cifar10/
    --explain   prints how the run would be computed (path, batches, workers, memory), and trains nothing
    --quiet     prints nothing

initlab draw KIND --shape 10x2 --seed 3 --out w.npy [--generator numpy|torch|torch-1.13] [--layout out-in|in-out] [--set stddev=0.1]
    Draws one kernel, exactly as NumPy's RandomState or PyTorch does, and writes it as .npy
    (float64 with numpy, float32 with torch). --set may be repeated.

initlab inspect FILE [OTHER] [--json] [--tensor NAME]
    Lists the tensors of a file of weights (.safetensors, .npy, .npz, .pt, .pth, .keras, .h5) with their statistics, the
    laws that they may have been drawn from, and what is wrong with the file. Nothing in the file is executed.
    With two files it compares them tensor by tensor.
    --json      prints the same as JSON
    --tensor    one tensor, with the numbers behind its laws

initlab lesson FILE…
    Checks lessons (*.lesson.md) and prints what is wrong with each, as FILE:LINE:COLUMN: reason. A lesson that names
    no experiment is checked with the one beside it (circles.initlab.json beside circles.lesson.md).

SIGINT (Ctrl+C), SIGTERM and SIGHUP stop a run: what it has is kept and written. A second one ends it at once.

Exit codes: 0 every trial ended, also one that diverged; 1 a trial or a cell of a sweep failed, a result could not be
written, or a lesson has mistakes; 2 bad input, with one line that names the place and the value; 128 and the signal's
number for a run that was interrupted (130 after Ctrl+C). A reader that closes the pipe, as head does, is no failure.
`;
