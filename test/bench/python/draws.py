"""Processor seconds of drawing one large tensor by each framework's own function, on one thread.

Usage: draws.py NAME ROUNDS; NAME as in draws.ts. Prints JSON: the best of the rounds after a first one.
"""
import json
import os
import sys
import time

SHAPE = (4096, 4096)


def numpy_state():
    import numpy as np

    random = np.random.RandomState(3)
    return lambda: random.uniform(-0.05, 0.05, SHAPE), lambda: random.normal(0, 0.05, SHAPE)


def numpy_generator():
    import numpy as np

    rng = np.random.default_rng(3)
    return lambda: rng.uniform(-0.05, 0.05, SHAPE), lambda: rng.normal(0, 0.05, SHAPE)


def numpy_generator_single():
    import numpy as np

    rng = np.random.default_rng(3)
    low, width, stddev = np.float32(-0.05), np.float32(0.1), np.float32(0.05)

    def uniform():
        return low + width * rng.random(SHAPE, np.float32)

    return uniform, lambda: stddev * rng.standard_normal(SHAPE, np.float32)


def torch():
    import torch

    torch.set_num_threads(1)
    init = torch.nn.init
    return lambda: init.uniform_(torch.empty(SHAPE), -0.05, 0.05), lambda: init.normal_(torch.empty(SHAPE), 0, 0.05)


def jax():
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    import jax

    key = jax.random.key(3)
    uniform = jax.jit(lambda k: jax.random.uniform(k, SHAPE, minval=-0.05, maxval=0.05))
    normal = jax.jit(lambda k: 0.05 * jax.random.normal(k, SHAPE))
    return lambda: uniform(key).block_until_ready(), lambda: normal(key).block_until_ready()


def keras():
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    from keras import initializers

    uniform = initializers.RandomUniform(-0.05, 0.05, seed=3)
    normal = initializers.RandomNormal(0, 0.05, seed=3)
    return lambda: uniform(SHAPE).numpy(), lambda: normal(SHAPE).numpy()


MAKERS = {
    "numpy": numpy_state,
    "numpyGenerator": numpy_generator,
    "numpyGenerator-float32": numpy_generator_single,
    "torch": torch,
    "jax": jax,
    "keras": keras,
}


def best(draw, rounds):
    least = float("inf")
    for turn in range(-1, rounds):
        start = time.process_time()
        draw()
        if turn >= 0:
            least = min(least, time.process_time() - start)
    return least


def main():
    name, rounds = sys.argv[1], int(sys.argv[2])
    uniform, normal = MAKERS[name]()
    print(json.dumps({"uniform": best(uniform, rounds), "normal": best(normal, rounds)}))


main()
