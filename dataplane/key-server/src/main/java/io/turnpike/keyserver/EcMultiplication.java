package io.turnpike.keyserver;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/**
 * Finds the public half of an ECDSA key, which PKCS#8 may leave out and the JDK does not compute. Done once a key when
 * it is loaded, so it need be neither fast nor of constant time.
 */
final class EcMultiplication {
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private EcMultiplication() {}

    /** The scalar times the generator. */
    static ECPoint publicPoint(ECParameterSpec curve, BigInteger scalar) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = add(curve, sum, sum);
            if (scalar.testBit(bit)) {
                sum = add(curve, sum, curve.getGenerator());
            }
        }
        return sum;
    }

    private static ECPoint add(ECParameterSpec curve, ECPoint a, ECPoint b) {
        if (a.equals(ECPoint.POINT_INFINITY)) {
            return b;
        }
        if (b.equals(ECPoint.POINT_INFINITY)) {
            return a;
        }
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger slope;
        if (!a.getAffineX().equals(b.getAffineX())) {
            BigInteger rise = b.getAffineY().subtract(a.getAffineY());
            BigInteger run = b.getAffineX().subtract(a.getAffineX());
            slope = rise.multiply(run.modInverse(p));
        } else if (a.getAffineY().equals(b.getAffineY())) {
            BigInteger rise =
                    THREE.multiply(a.getAffineX().pow(2)).add(curve.getCurve().getA());
            slope = rise.multiply(TWO.multiply(a.getAffineY()).modInverse(p));
        } else {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger x =
                slope.pow(2).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(p);
        BigInteger y = slope.multiply(a.getAffineX().subtract(x))
                .subtract(a.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }
}
