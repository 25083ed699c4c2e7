package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Table;
import org.phrkit.testing.Mtcars;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class EigenvalueChangeTest {
    /** Of two columns they are 1 + |r| and 1 - |r|, here with r = -0.8676594 of miles per gallon and weight. */
    @Test
    void areKnownOfTwoColumns() {
        List<Double> eigenvalues =
                CorrelationMatrix.of(List.of(Mtcars.mpg(), Mtcars.weight())).eigenvalues();
        assertThat(eigenvalues).hasSize(2);
        assertThat(eigenvalues.get(0)).isCloseTo(1.8676594, within(5e-8));
        assertThat(eigenvalues.get(1)).isCloseTo(0.1323406, within(5e-8));
    }

    /** r of 1/2 becomes -1: 1.5 and 0.5 become 2 and 0. */
    @Test
    void theLargestDifferenceIsOfEigenvaluesInTheirOrder() {
        Table original = new Table(List.of(Tables.quasi("a", 1, 2, 3), Tables.quasi("b", 1, 3, 2)));
        Table release = new Table(List.of(Tables.quasi("a", 1, 2, 3), Tables.quasi("b", 3, 2, 1)));
        EigenvalueChange change = EigenvalueChange.of(CorrelationChange.of(original, release));
        assertThat(change.largest()).isCloseTo(0.5, within(1e-14));
    }

    @Test
    void oneColumnHasOneAndNoneHasNone() {
        Table table = new Table(List.of(Tables.quasi("a", 1, 2)));
        assertThat(EigenvalueChange.of(CorrelationChange.of(table, table)).before())
                .containsExactly(1.0);
        EigenvalueChange none = new EigenvalueChange(List.of(), List.of());
        assertThat(none.largest()).isZero();
        assertThatThrownBy(() -> new EigenvalueChange(List.of(1.0), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Their sum is the trace, their product the determinant, and each is a root of det(R - λ). */
    @Test
    void areRootsOfTheCharacteristicPolynomial() {
        Seeds.forEach(200, random -> {
            Table table = Tables.random(random, 3 + random.nextInt(60), 1 + random.nextInt(5));
            CorrelationMatrix matrix = CorrelationMatrix.of(table.quasiNumbers());
            List<Double> eigenvalues = matrix.eigenvalues();
            int size = eigenvalues.size();
            assertThat(eigenvalues.stream().mapToDouble(value -> value).sum()).isCloseTo(size, within(1e-12));
            assertThat(eigenvalues.stream().mapToDouble(value -> value).reduce(1, (a, b) -> a * b))
                    .isCloseTo(determinant(matrix, 0), within(1e-11));
            for (int i = 0; i < size; i++) {
                assertThat(determinant(matrix, eigenvalues.get(i))).isCloseTo(0, within(1e-10));
                assertThat(eigenvalues.get(i)).isLessThanOrEqualTo(eigenvalues.get(Math.max(0, i - 1)));
            }
        });
    }

    private static double determinant(CorrelationMatrix matrix, double lambda) {
        int size = matrix.columns().size();
        double[][] values = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                values[i][j] = matrix.value(i, j) - (i == j ? lambda : 0);
            }
        }
        return new LUDecomposition(new Array2DRowRealMatrix(values)).getDeterminant();
    }
}
