package org.phrkit.neighbours;

/** A way to find the nearest and the farthest of some points, as they leave one by one. */
sealed interface Search permits KdTree, LinearScan {
    /** Looks for rows nearer than those found so far. */
    void nearest(double[] position, Nearest found);

    /** Looks for a row farther than the one found so far. */
    void farthest(double[] position, Farthest found);

    /** Both at once. */
    void nearestAndFarthest(double[] position, Nearest nearest, Farthest farthest);

    /** How many points the searches have looked at so far. */
    long looked();

    /** Takes out a row that stands for its point; the next higher one at the same place takes over. */
    void remove(int row);
}
