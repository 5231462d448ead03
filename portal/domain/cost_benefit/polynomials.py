"""Polynomials with whole coefficients: values, square-free parts and isolated roots, all exact.

A polynomial is the sequence of its coefficients, the constant first; its last one is not 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, pairwise
from math import gcd

from portal.domain.cost_benefit.refusals import RatesTooClose

# Two rates closer than about 2**-160 of their size are refused rather than told apart.
DEEPEST_HALVING = 160
FIRST_MODULUS_BITS = 607


@dataclass(frozen=True, slots=True)
class Isolated:
    """A root alone in the interval from ``numerator`` / 2**``halvings`` to the next such fraction.

    ``inside`` is the polynomial stretched so that the interval is 0 to 1; None when the root is
    the lower end itself.
    """

    numerator: int
    halvings: int
    inside: tuple[int, ...] | None


def sign_changes(polynomial: Sequence[int]) -> int:
    """Count how often the sign changes from one coefficient to the next, zeros left out.

    By Descartes's rule that is the number of positive roots, or an even number above it.
    """
    signs = [coefficient > 0 for coefficient in polynomial if coefficient]
    return sum(one != other for one, other in pairwise(signs))


def sign_at(polynomial: Sequence[int], numerator: int, denominator: int) -> int:
    """Return -1, 0 or 1: the sign at ``numerator`` / ``denominator``, the latter above 0."""
    value, scale = 0, 1
    for coefficient in reversed(polynomial):
        value = value * numerator + coefficient * scale
        scale *= denominator
    return (value > 0) - (value < 0)


def square_free(polynomial: Sequence[int]) -> list[int]:
    """Return a polynomial with the same roots, each of them once: p / gcd(p, p')."""
    attempts = (_square_free_by(polynomial, 2**bits - 1) for bits in count(FIRST_MODULUS_BITS))
    return next(attempt for attempt in attempts if attempt is not None)


def isolate_roots(polynomial: Sequence[int]) -> list[Isolated]:
    """Isolate the roots between 0 and 1, both left out, of a square-free polynomial.

    Halves the interval until Descartes's rule leaves no doubt (Collins and Akritas, "Polynomial
    real root isolation using Descarte's rule of signs", 1976). Raises RatesTooClose.
    """
    found: list[Isolated] = []
    waiting = [(0, 0, tuple(polynomial))]
    while waiting:
        numerator, halvings, inside = waiting.pop()
        # Variations of (1 + x)**n p(1 / (1 + x)): the interval 0 to 1 spread over all x > 0.
        possible = sign_changes(_shifted_by_one(inside[::-1]))
        if possible == 1:
            found.append(Isolated(numerator, halvings, inside))
        elif possible > 1:
            if halvings == DEEPEST_HALVING:
                raise RatesTooClose(
                    "Two rates of return of this case lie too close together to be told apart; "
                    "round its figures.",
                    field="rows",
                )
            degree = len(inside) - 1
            lower = tuple(value << (degree - power) for power, value in enumerate(inside))
            upper = _shifted_by_one(lower)
            middle = 2 * numerator + 1
            if upper[0] == 0:
                found.append(Isolated(middle, halvings + 1, None))
                upper = upper[1:]
            waiting += [(2 * numerator, halvings + 1, lower), (middle, halvings + 1, upper)]
    return found


def narrowings(root: Isolated) -> Iterator[tuple[int, int]]:
    """Yield (numerator, halvings) of ever smaller intervals around ``root``, each half the last.

    Ends only where the root is met exactly: then the last one yielded has it at its lower end.
    """
    numerator, halvings, inside = root.numerator, root.halvings, root.inside
    if inside is None:
        yield numerator, halvings
        return
    low, rising = 0, inside[0] < 0
    for depth in count(1):
        middle = 2 * low + 1
        sign = sign_at(inside, middle, 2**depth)
        low = middle if sign == 0 or (sign < 0) == rising else middle - 1
        yield (numerator << depth) + low, halvings + depth
        if sign == 0:
            return


def _shifted_by_one(polynomial: Sequence[int]) -> tuple[int, ...]:
    """Return p(x + 1), by repeated running sums."""
    rest, shifted = list(reversed(polynomial)), []
    while rest:
        rest = list(accumulate(rest))
        shifted.append(rest.pop())
    return tuple(shifted)


def _square_free_by(polynomial: Sequence[int], modulus: int) -> list[int] | None:
    """Return p / gcd(p, p'), the divisor found modulo ``modulus``; None if that one misleads."""
    derivative = [power * coefficient for power, coefficient in enumerate(polynomial)][1:]
    try:
        common = _common_divisor(polynomial, derivative, modulus)
    except ValueError:  # a coefficient without an inverse
        return None
    # A divisor found modulo a number is never shorter than the true one, so one that divides is it.
    return None if _divide(derivative, common) is None else _divide(polynomial, common)


def _common_divisor(one: Sequence[int], other: Sequence[int], modulus: int) -> list[int]:
    """Return the greatest common divisor modulo ``modulus``, lifted to small whole coefficients.

    Euclid's algorithm over fractions would grow coefficients of thousands of digits; modulo a
    number larger than any coefficient of the true divisor it cannot. ValueError if an inverse is
    missing.
    """
    high, low = [c % modulus for c in one], _trimmed([c % modulus for c in other])
    while low:
        inverse = pow(low[-1], -1, modulus)
        while len(high) >= len(low):
            factor, offset = high[-1] * inverse % modulus, len(high) - len(low)
            for power, coefficient in enumerate(low):
                high[offset + power] = (high[offset + power] - factor * coefficient) % modulus
            high = _trimmed(high)
        high, low = low, high
    scale = one[-1] * pow(high[-1], -1, modulus)
    lifted = [c * scale % modulus for c in high]
    signed = [c - modulus if 2 * c > modulus else c for c in lifted]
    content = gcd(*signed)
    return [c // content for c in signed]


def _divide(polynomial: Sequence[int], divisor: Sequence[int]) -> list[int] | None:
    """Return ``polynomial`` / ``divisor`` in whole coefficients, None where it does not go."""
    rest, quotient = list(polynomial), list[int]()
    while len(rest) >= len(divisor):
        factor, remainder = divmod(rest[-1], divisor[-1])
        if remainder:
            return None
        offset = len(rest) - len(divisor)
        for power, coefficient in enumerate(divisor):
            rest[offset + power] -= factor * coefficient
        rest.pop()
        quotient.append(factor)
    return None if any(rest) else quotient[::-1]


def _trimmed(polynomial: list[int]) -> list[int]:
    """Drop leading coefficients that have become 0."""
    while polynomial and polynomial[-1] == 0:
        polynomial.pop()
    return polynomial
