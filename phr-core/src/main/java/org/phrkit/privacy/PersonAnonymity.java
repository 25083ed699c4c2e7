package org.phrkit.privacy;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.phrkit.table.Persons;

/**
 * How well equivalence classes hide persons who may have several rows.
 *
 * <p>From who knows the quasi-identifiers of one row of a person: of the s rows of a class c are hers, so he is right about
 * one with c/s. The table protects k persons in each class where no person has more than 1/k of its rows. That is more
 * than k distinct persons, of whom one may have nearly all rows, and it holds for a union of classes if it does for each.
 *
 * <p>From who knows all her rows, or can join them: he sees which classes she has, and how often each. She is one of as
 * many as have the same.
 *
 * <p>Immutable; several threads may use one.
 */
public final class PersonAnonymity {
    private final EquivalenceClasses classes;
    private final Persons persons;

    /** By class: how many persons it has, and the most rows of one of them. */
    private final int[] personCounts;

    private final int[] mostRows;

    /** By row: how many rows of the class are of the same person. */
    private final int[] sameRows;

    /** By person: how many persons have the same classes, each as often. */
    private final int[] alike;

    private PersonAnonymity(EquivalenceClasses classes, Persons persons) {
        this.classes = classes;
        this.persons = persons;
        this.personCounts = new int[classes.classCount()];
        this.mostRows = new int[classes.classCount()];
        this.sameRows = new int[persons.rowCount()];
        this.alike = new int[persons.count()];
        Map<IntBuffer, Integer> personsWith = new HashMap<>();
        IntBuffer[] classesOf = new IntBuffer[persons.count()];
        for (int person = 0; person < alike.length; person++) {
            int[] rows = persons.rows(person);
            int[] numbers = Arrays.stream(rows).map(classes::classOf).sorted().toArray();
            classesOf[person] = IntBuffer.wrap(numbers);
            personsWith.merge(classesOf[person], 1, Integer::sum);
            count(rows, numbers);
        }
        Arrays.setAll(alike, person -> personsWith.getOrDefault(classesOf[person], 0));
    }

    /**
     * Counts the persons of each class. Takes time in proportion to n log n for n rows.
     *
     * @param classes the equivalence classes of the release
     * @param persons the person of each row
     * @return what was found
     * @throws IllegalArgumentException if classes and persons differ in rows
     */
    public static PersonAnonymity of(EquivalenceClasses classes, Persons persons) {
        if (classes.rowCount() != persons.rowCount()) {
            throw new IllegalArgumentException("classes and persons differ in their rows");
        }
        return new PersonAnonymity(classes, persons);
    }

    /** Of one person, whose classes are these, ascending. */
    private void count(int[] rows, int[] numbers) {
        for (int from = 0, to = 0; from < numbers.length; from = to) {
            while (to < numbers.length && numbers[to] == numbers[from]) {
                to++;
            }
            personCounts[numbers[from]]++;
            mostRows[numbers[from]] = Math.max(mostRows[numbers[from]], to - from);
            for (int row : rows) {
                sameRows[row] = classes.classOf(row) == numbers[from] ? to - from : sameRows[row];
            }
        }
    }

    /** {@return how many persons there are} */
    public int personCount() {
        return persons.count();
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return sameRows.length;
    }

    /**
     * {@return how many persons have a row in a class}
     *
     * @param number the number of the equivalence class, from 0
     */
    public int persons(int number) {
        return personCounts[number];
    }

    /**
     * {@return the greatest k for which no person has more than 1/k of the rows of a class}
     *
     * @param number the number of the equivalence class, from 0
     */
    public int k(int number) {
        return classes.size(number) / mostRows[number];
    }

    /** {@return the greatest k for which no person has more than 1/k of the rows of any class} */
    public int smallest() {
        return IntStream.range(0, classes.classCount()).map(this::k).min().getAsInt();
    }

    /**
     * {@return the share of the rows of a row's class that are about the same person, from 0 to 1}
     *
     * @param rowIndex the index of the row, from 0
     */
    public double share(int rowIndex) {
        return (double) sameRows[rowIndex] / classes.size(classes.classOf(rowIndex));
    }

    /**
     * {@return whether the person of a row has more than 1/k of the rows of its class}
     *
     * @param rowIndex the index of the row, from 0
     * @param k a person should have at most 1/k of the rows of a class
     */
    public boolean isBelow(int rowIndex, int k) {
        return (long) sameRows[rowIndex] * k > classes.size(classes.classOf(rowIndex));
    }

    /**
     * {@return how many rows are of a person who has more than 1/k of the rows of its class}
     *
     * @param k a person should have at most 1/k of the rows of a class
     */
    public int rowsBelow(int k) {
        return (int) rows(k).count();
    }

    /**
     * {@return the first of these rows; -1 where there is none}
     *
     * @param k a person should have at most 1/k of the rows of a class
     */
    public int firstRowBelow(int k) {
        return rows(k).findFirst().orElse(-1);
    }

    private IntStream rows(int k) {
        return IntStream.range(0, sameRows.length).filter(row -> isBelow(row, k));
    }

    /** {@return the least number of persons who have the same classes, each as often} */
    public int smallestLinked() {
        return Arrays.stream(alike).min().getAsInt();
    }

    /**
     * {@return how many persons have classes that fewer than k persons have, each as often}
     *
     * @param k the least number of persons who should have the same classes
     */
    public int personsBelow(int k) {
        return (int) Arrays.stream(alike).filter(same -> same < k).count();
    }

    /**
     * {@return the first row of the first of these persons; -1 where there is none}
     *
     * @param k the least number of persons who should have the same classes
     */
    public int firstLinkedRowBelow(int k) {
        return IntStream.range(0, alike.length)
                .filter(person -> alike[person] < k)
                .map(person -> persons.rows(person)[0])
                .min()
                .orElse(-1);
    }

    @Override
    public String toString() {
        return "PersonAnonymity[" + smallest() + ", linked " + smallestLinked() + "]";
    }
}
