"""Draws kernels by the rules of PyTorch, NumPy and Keras and writes them to standard output, for recognise.mjs: for each one a line
of JSON (rule, the names that are right, shape, layout, framework) and its numbers as float32.

    /usr/bin/python3 test/bench/python/recogniseDraws.py DRAWS FAN_IN FAN_OUT
"""
import json
import math
import sys

import numpy as np
import torch
from scipy import stats

draws, fan_in, fan_out = map(int, sys.argv[1:4])
init = torch.nn.init
torch.manual_seed(20)
random = np.random.RandomState(20)


def torch_rule(fill):
    w = torch.empty(fan_out, fan_in)
    fill(w)
    return w.numpy()


def truncated(std):
    """As tf.keras and JAX draw: cut at two sigmas of a normal whose sigma is std / 0.8796."""
    return stats.truncnorm.rvs(-2, 2, scale=std / 0.87962566103423978, size=(fan_in, fan_out), random_state=random)


square = fan_in == fan_out
normal_glorot = ['glorotNormal'] + (['lecunNormal'] if square else [])
uniform_glorot = ['glorotUniform'] + (['lecunUniform'] if square else [])
T, N, K = 'pytorch', 'npy', 'keras'
rules = [
    (T, 'zeros_', ['zeros'], lambda: torch_rule(init.zeros_)),
    (T, 'constant_(0.3)', ['constant'], lambda: torch_rule(lambda w: init.constant_(w, 0.3))),
    (T, 'eye_', ['identity'], lambda: torch_rule(init.eye_)),
    (T, 'uniform_(-0.05, 0.05)', ['randomUniform'], lambda: torch_rule(lambda w: init.uniform_(w, -0.05, 0.05))),
    (T, 'uniform_()', ['randomUniform'], lambda: torch_rule(init.uniform_)),
    (T, 'normal_(0, 0.05)', ['randomNormal'], lambda: torch_rule(lambda w: init.normal_(w, 0, 0.05))),
    (T, 'normal_(0, 0.02)', ['randomNormal'], lambda: torch_rule(lambda w: init.normal_(w, 0, 0.02))),
    (T, 'normal_()', ['randomNormal'], lambda: torch_rule(init.normal_)),
    (T, 'trunc_normal_(std=0.05, ±0.1)', ['truncatedNormal'], lambda: torch_rule(lambda w: init.trunc_normal_(w, 0, 0.05, -0.1, 0.1))),
    (T, 'trunc_normal_()', ['truncatedNormal'], lambda: torch_rule(init.trunc_normal_)),
    (T, 'trunc_normal_(std=0.02)', ['randomNormal'], lambda: torch_rule(lambda w: init.trunc_normal_(w, std=0.02))),
    (T, 'xavier_uniform_', ['glorotUniform'], lambda: torch_rule(init.xavier_uniform_)),
    (T, 'xavier_normal_', ['glorotNormal'], lambda: torch_rule(init.xavier_normal_)),
    (T, 'kaiming_uniform_', ['heUniform'], lambda: torch_rule(lambda w: init.kaiming_uniform_(w, nonlinearity='relu'))),
    (T, 'kaiming_uniform_ fan_out', ['heUniform'], lambda: torch_rule(lambda w: init.kaiming_uniform_(w, mode='fan_out', nonlinearity='relu'))),
    (T, 'kaiming_normal_', ['heNormal'], lambda: torch_rule(lambda w: init.kaiming_normal_(w, nonlinearity='relu'))),
    (T, 'kaiming_normal_ fan_out', ['heNormal'], lambda: torch_rule(lambda w: init.kaiming_normal_(w, mode='fan_out', nonlinearity='relu'))),
    (T, 'kaiming_normal_ linear (LeCun)', ['lecunNormal'], lambda: torch_rule(lambda w: init.kaiming_normal_(w, nonlinearity='linear'))),
    (T, 'kaiming_uniform_ linear (LeCun)', ['lecunUniform'], lambda: torch_rule(lambda w: init.kaiming_uniform_(w, nonlinearity='linear'))),
    (T, 'Linear', ['pytorchLinear'], lambda: torch.nn.Linear(fan_in, fan_out).weight.detach().numpy()),
    (T, 'xavier_normal_ gain 5/3', ['glorotNormal'], lambda: torch_rule(lambda w: init.xavier_normal_(w, 5 / 3))),
    (T, 'orthogonal_', ['orthogonal'], lambda: torch_rule(init.orthogonal_)),
    (T, 'orthogonal_ gain 0.37', ['orthogonal'], lambda: torch_rule(lambda w: init.orthogonal_(w, 0.37))),
    (T, 'sparse_(0.1)', ['sparse'], lambda: torch_rule(lambda w: init.sparse_(w, 0.1))),
    (T, 'sparse_(0.5, 0.05)', ['sparse'], lambda: torch_rule(lambda w: init.sparse_(w, 0.5, 0.05))),
    (N, 'randn * 0.01', ['randomNormal'], lambda: 0.01 * random.randn(fan_out, fan_in)),
    (N, 'randn * 10', ['randomNormal'], lambda: 10 * random.randn(fan_out, fan_in)),
    (N, 'randn * 0.037', ['randomNormal'], lambda: 0.037 * random.randn(fan_out, fan_in)),
    (N, 'randn * sqrt(2 / n_in)', ['heNormal'], lambda: math.sqrt(2 / fan_in) * random.randn(fan_out, fan_in)),
    (N, 'randn / sqrt(n_in)', ['lecunNormal'], lambda: random.randn(fan_out, fan_in) / math.sqrt(fan_in)),
    (N, 'rand', ['randomUniform'], lambda: random.rand(fan_out, fan_in)),
    (N, 'uniform ± sqrt(6 / (n_in + n_out))', ['glorotUniform'], lambda: random.uniform(-1, 1, (fan_out, fan_in)) * math.sqrt(6 / (fan_in + fan_out))),
    (K, 'RandomUniform', ['randomUniform'], lambda: random.uniform(-0.05, 0.05, (fan_in, fan_out))),
    (K, 'TruncatedNormal', ['truncatedNormal'], lambda: truncated(0.05 * 0.87962566103423978)),
    (K, 'GlorotUniform', ['glorotUniform'], lambda: random.uniform(-1, 1, (fan_in, fan_out)) * math.sqrt(6 / (fan_in + fan_out))),
    (K, 'GlorotNormal', ['glorotNormal'], lambda: truncated(math.sqrt(2 / (fan_in + fan_out)))),
    (K, 'HeNormal', ['heNormal'], lambda: truncated(math.sqrt(2 / fan_in))),
    (K, 'LecunNormal', ['lecunNormal'], lambda: truncated(math.sqrt(1 / fan_in))),
    (K, 'VarianceScaling fan_out', ['varianceScaling'] + (['lecunNormal'] if square else []), lambda: truncated(math.sqrt(1 / fan_out))),
]
out = sys.stdout.buffer
for framework, rule, right, draw in rules:
    for _ in range(draws):
        w = np.ascontiguousarray(draw(), dtype='<f4')
        out.write(json.dumps({'framework': framework, 'rule': rule, 'right': right, 'shape': list(w.shape)}).encode() + b'\n')
        out.write(w.tobytes())
