"""If nobody has to wait, a heap is enough."""

import heapq

numbers = [19, 31, 63, 20, 83, 82, 40]

# heapq knows only the smallest first; for the largest, the numbers are negated.
largest_first = [-number for number in numbers]
heapq.heapify(largest_first)
print("on top:", -largest_first[0])

smallest_first = numbers[:]
heapq.heapify(smallest_first)
while smallest_first:
    print(heapq.heappop(smallest_first))
