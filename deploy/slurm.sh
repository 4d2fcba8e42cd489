#!/bin/bash
# Workers on a Slurm cluster, one a node:  sbatch --array=1-20 deploy/slurm.sh
# The address of the queue and its password come from the environment (INITLAB_QUEUE, INITLAB_QUEUE_PASSWORD).
#SBATCH --job-name=init-lab-worker
#SBATCH --nodes=1
#SBATCH --exclusive
#SBATCH --time=04:00:00
# Half a minute before the time is over a worker gives its trials back.
#SBATCH --signal=TERM@30
set -euo pipefail
: "${INITLAB_QUEUE:?the address of the queue, such as redis://login1:6379/0}"
exec srun --cpu-bind=none initlab worker --concurrency "${SLURM_CPUS_ON_NODE:-$(nproc)}" --name "$(hostname):${SLURM_JOB_ID:-0}"
