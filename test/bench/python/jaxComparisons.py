"""The comparisons in JAX with the whole training compiled: lax.scan over all steps under jit, float32, shuffled batches.

Usage: jaxComparisons.py NAME FOLDER. Prints JSON: seconds of training for three initializers one after the other and
all at once (vmap), each the best of five, and seconds of compilation apart. The last batch of an epoch that would have
fewer rows is filled with the first ones: shapes are fixed when the training is compiled.
"""
import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np

I = jax.nn.initializers


def circles_data():
    generator = np.random.RandomState(1)
    t = np.linspace(0, 2 * np.pi, 150, endpoint=False)
    x = np.vstack([np.append(np.cos(t), np.cos(t) * 0.8), np.append(np.sin(t), np.sin(t) * 0.8)]).T
    y = np.hstack([np.zeros(150), np.ones(150)])
    order = generator.permutation(300)
    x = x[order] + generator.normal(scale=0.05, size=(300, 2))
    return jnp.asarray(x, jnp.float32), jnp.asarray(y[order], jnp.float32)


def file_data(name, folder):
    x = np.load(f'{folder}/{name}-x.npy').astype(np.float32)
    y = np.load(f'{folder}/{name}-y.npy').astype(np.int32)
    return jnp.asarray(x / 255 if name != 'glorot' else x), jnp.asarray(y)


def draw(initializer, widths, seed):
    """Weights (in, out) and biases of zeros, layer by layer."""
    key, layers = jax.random.key(seed), []
    for fan_in, fan_out in zip(widths, widths[1:]):
        key, sub = jax.random.split(key)
        layers.append((initializer(sub, (fan_in, fan_out)), jnp.zeros(fan_out)))
    return layers


def forward(parameters, x, hidden):
    for w, b in parameters[:-1]:
        x = hidden(x @ w + b)
    w, b = parameters[-1]
    return x @ w + b


def binary(z, y):
    z = z[:, 0]
    return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))


def categorical(z, y):
    return jnp.mean(jax.nn.logsumexp(z, 1) - jnp.take_along_axis(z, y[:, None], 1)[:, 0])


def squared(z, y):
    return jnp.mean((jax.nn.softmax(z) - jax.nn.one_hot(y, 10)) ** 2)


def sgd(rate):
    def update(parameters, state, gradients, step):
        return jax.tree.map(lambda w, g: w - rate * g, parameters, gradients), state

    return lambda parameters: (), update


def adam(rate):
    def start(parameters):
        zeros = jax.tree.map(jnp.zeros_like, parameters)
        return zeros, zeros

    def update(parameters, state, gradients, step):
        m = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, state[0], gradients)
        v = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, state[1], gradients)
        first, second = 1 - 0.9 ** (step + 1.0), 1 - 0.999 ** (step + 1.0)
        moved = jax.tree.map(lambda w, a, b: w - rate * (a / first) / (jnp.sqrt(b / second) + 1e-8), parameters, m, v)
        return moved, (m, v)

    return start, update


def trainer(loss, hidden, optimizer, batches):
    """A training over `batches(rows)`, the rows of every step; it answers the weights and the cost of every step."""
    start, update = optimizer
    slope = jax.value_and_grad(lambda parameters, x, y: loss(forward(parameters, x, hidden), y))

    def train(parameters, x, y, rows):
        def step(carry, at):
            parameters, state = carry
            number, chosen = at
            cost, gradients = slope(parameters, *batches(x, y, chosen))
            return update(parameters, state, gradients, number), cost

        steps = (jnp.arange(rows.shape[0]), rows)
        (parameters, _), costs = jax.lax.scan(step, (parameters, start(parameters)), steps)
        return parameters, costs

    return train


def shuffled(n, epochs, batch):
    """Rows of every step, an order of its own for each epoch."""
    generator, steps = np.random.RandomState(3), -(-n // batch)
    orders = [np.resize(generator.permutation(n), (steps, batch)) for _ in range(epochs)]
    return jnp.asarray(np.concatenate(orders), jnp.int32)


def gathered(x, y, rows):
    return x[rows], y[rows]


def whole(x, y, rows):
    return x, y


normal, glorot = I.normal, I.glorot_uniform()
he = I.variance_scaling(2, 'fan_in', 'normal')
uniform = lambda key, shape: jax.random.uniform(key, shape, minval=-0.05, maxval=0.05)
lecun = I.variance_scaling(1, 'fan_in', 'normal')


def comparison(name, folder):
    """The compiled training with its data, and the weights of the three initializers."""
    if name == 'circles':
        x, y = circles_data()
        train, rows = trainer(binary, jax.nn.relu, sgd(0.01), whole), jnp.zeros((15000, 1), jnp.int32)
        widths, initializers = [2, 10, 5, 1], [normal(10), he, glorot]
    else:
        x, y = file_data(name, folder)
        if name == 'glorot':
            train, rows = trainer(categorical, jax.nn.relu, sgd(0.1), gathered), shuffled(len(x), 20, 100)
            widths, initializers = [100, 100, 100, 10], [glorot, uniform, he]
        elif name == 'mnist':
            train, rows = trainer(squared, jax.nn.sigmoid, sgd(0.01), gathered), shuffled(len(x), 1, 128)
            widths, initializers = [784, 64, 10], [normal(0.05), glorot, normal(1)]
        else:
            train, rows = trainer(categorical, jax.nn.relu, adam(0.001), gathered), shuffled(len(x), 2, 200)
            widths, initializers = [3072, 400, 200, 10], [normal(0.01), lecun, he]
    starts = [draw(initializer, widths, 3) for initializer in initializers]
    return train, starts, (x, y, rows)


def seconds(work):
    start = time.perf_counter()
    jax.block_until_ready(work())
    return time.perf_counter() - start


def main():
    name, folder = sys.argv[1:3]
    train, starts, data = comparison(name, folder)
    together = jax.tree.map(lambda *all: jnp.stack(all), *starts)
    one = jax.jit(train)
    all_at_once = jax.jit(jax.vmap(train, in_axes=(0, None, None, None)))
    first = seconds(lambda: one(starts[0], *data))
    first_together = seconds(lambda: all_at_once(together, *data))
    # The first call compiles; the fastest of those after it is what a training takes.
    in_turn = min(sum(seconds(lambda start=start: one(start, *data)) for start in starts) for _ in range(5))
    vmapped = min(seconds(lambda: all_at_once(together, *data)) for _ in range(5))
    print(json.dumps({
        'seconds': in_turn,
        'vmapped': vmapped,
        'compilation': first - in_turn / len(starts),
        'vmappedCompilation': first_together - vmapped,
        'costs': [float(one(start, *data)[1][-1]) for start in starts],
        'version': jax.__version__,
    }))


main()
