import keras
import numpy


def build(width: int = 16):
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(width, activation='relu'),
            keras.layers.Dense(width, activation='tanh'),
            keras.layers.Dense(3),
        ]
    )


def make_batch():
    numbers = numpy.random.default_rng(3)
    y = numpy.arange(60) % 3
    return (numbers.normal(size=(60, 4)) + y[:, None]).astype('float32'), y
