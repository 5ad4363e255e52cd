// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BatchCodec } from "../BatchCodec.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";

/// @notice A valid batch of an auction, a taken order and a withdrawal, with bytes changed, lost, moved
/// and added. What is accepted nevertheless is what an operator may choose: how much of a match, its
/// price within both limits, and fees within the maximum.
contract BatchMutationTest is ClearingHouseFixture {
    uint256 private constant HEADER = 16;
    uint256 private constant ROW = 9;
    uint256 private constant ORDER = 23;

    bytes private batch;
    uint256 private carried;
    /// Where the parts of the batch begin.
    uint256 private ordersAt;
    uint256 private fillsAt;
    uint256 private withdrawalsAt;

    function setUp() public override {
        super.setUp();
        _deposit(alice.account, LUSD, 1_000_000e6);
        _deposit(bob.account, LETH, 1000e8);
        _deposit(carol.account, LUSD, 1_000_000e6);
        Draft[] memory drafts = new Draft[](3);
        drafts[0] = _order(alice, ETH_USDT, 0, 310_000, 1000, 64);
        drafts[1] = _order(bob, ETH_USDT, SELL, 300_000, 3000, 64);
        drafts[2] = _order(carol, ETH_USDT, ONE_SHOT, 310_000, 1000, 1);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](2);
        fills[0] = BatchCodec.Fill(0, 1, 600, 305_000, true);
        fills[1] = BatchCodec.Fill(2, 1, 1000, 0, false);
        WithdrawalDraft[] memory withdrawals = new WithdrawalDraft[](1);
        withdrawals[0] = _withdrawal(carol, LUSD, 500e6, 1);
        BatchCodec.PackedBatch memory packed = _pack(1, drafts, fills, withdrawals);
        (batch, carried) = BatchCodec.encode(packed);
        ordersAt = HEADER + ROW + 3 * 20;
        fillsAt = ordersAt + 3 * ORDER;
        withdrawalsAt = fillsAt + 20;
        assertEq(withdrawalsAt + 42, carried);
    }

    /// What came out of it is within what everybody signed; says whether it was accepted at all.
    function _try(bytes memory changed) private returns (bool accepted) {
        vm.prank(OPERATOR);
        try house.settle(changed) {
            _checkOutcome();
            return true;
        } catch {
            return false;
        }
    }

    function _checkOutcome() private view {
        uint256 alices = _filledOf(alice, 1000);
        uint256 bobs = _filledOf(bob, 3000);
        assertLe(alices, 1000);
        assertLe(bobs, 3000);
        uint256 carols = bobs - alices;
        assertLe(carols, 1000);
        _checkBuyer(alice, alices, 1_000_000e6);
        // The withdrawal was paid, all of it or nothing else would have been accepted.
        assertEq(lusd.balanceOf(carol.account), 500e6);
        _checkBuyer(carol, carols, 1_000_000e6 - 500e6);
        assertEq(house.balanceOf(bob.account, LETH), 1000e8 - bobs * 1e5);
        uint256 least = bobs * 300_000 * 10;
        assertGe(house.balanceOf(bob.account, LUSD), least - least * 500 / 1e6 - 2);
        for (uint256 asset = 0; asset < 4; ++asset) {
            uint256 sum = house.balanceOf(alice.account, asset)
                + house.balanceOf(bob.account, asset) + house.balanceOf(carol.account, asset)
                + house.balanceOf(FEES, asset);
            assertEq(sum, house.assetAt(asset).custody);
        }
        assertEq(house.nextSequence(), 2);
    }

    function _filledOf(Trader memory trader, uint256 quantity) private view returns (uint256) {
        (uint256 lots, bool whole,) = house.restingOrder(trader.account, 64);
        return whole ? quantity : lots;
    }

    function _checkBuyer(Trader memory buyer, uint256 lots, uint256 had) private view {
        uint256 spent = had - house.balanceOf(buyer.account, LUSD);
        assertLe(spent, lots * 310_000 * 10);
        assertGe(house.balanceOf(buyer.account, LETH), lots * 1e5 - lots * 1e5 * 500 / 1e6 - 2);
    }

    function test_asItWasMadeItIsAccepted() public {
        assertTrue(_try(batch));
        assertEq(house.balanceOf(bob.account, LETH), 1000e8 - 1600 * 1e5);
    }

    /// Every bit on its own. Free are the rates below the maximum, the lots and the auction's price.
    function test_everyBitCounts() public {
        uint256 snapshot = vm.snapshotState();
        for (uint256 bit = 0; bit < batch.length * 8; ++bit) {
            bytes memory changed = batch;
            changed[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
            bool free = _isFree(bit / 8);
            if (!_try(changed)) continue;
            assertTrue(free, vm.toString(bit / 8));
            vm.revertToStateAndDelete(snapshot);
            snapshot = vm.snapshotState();
        }
    }

    function _isFree(uint256 at) private view returns (bool) {
        if (at >= HEADER && at < HEADER + 6) return true;
        // Behind the two indices of each fill.
        if (at >= fillsAt + 4 && at < fillsAt + 12) return true;
        return at >= fillsAt + 16 && at < withdrawalsAt;
    }

    function test_everyShorterBatchIsRefused() public {
        for (uint256 length = 0; length < batch.length; ++length) {
            assertFalse(_try(_part(0, length)), vm.toString(length));
        }
    }

    function testFuzz_longerBatchesAreRefused(bytes calldata more) public {
        vm.assume(more.length > 0);
        assertFalse(_try(bytes.concat(batch, more)));
    }

    /// Bytes that stand for themselves.
    function testFuzz_anyBytesAreRefused(bytes calldata any) public {
        assertFalse(_try(any));
        // With a header that is right, the rest is not.
        bytes memory header = abi.encodePacked(uint8(1), uint48(1));
        assertFalse(_try(bytes.concat(header, any)) && any.length != 9);
    }

    function testFuzz_countsThatLieAreRefused(
        uint8 rows,
        uint16 accounts,
        uint16 orders,
        uint24 fills
    ) public {
        bytes memory header = abi.encodePacked(
            uint8(1), uint48(1), rows, accounts, orders, fills, uint8(1)
        );
        bytes memory lying = bytes.concat(header, _part(HEADER, batch.length));
        bool same = keccak256(lying) == keccak256(batch);
        assertEq(_try(lying), same);
    }

    function testFuzz_severalBytesChanged(uint256 seed) public {
        bytes memory changed = batch;
        uint256 count = 1 + seed % 4;
        for (uint256 i = 0; i < count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            changed[seed % changed.length] = bytes1(uint8(seed >> 128));
        }
        _try(changed);
    }

    /// Parts of the batch exchanged, repeated, taken out.
    function testFuzz_partsMoved(uint256 from, uint256 to, uint256 length, uint8 how) public {
        from = bound(from, 0, batch.length);
        length = bound(length, 0, batch.length - from);
        bytes memory part = _part(from, from + length);
        bytes memory rest = bytes.concat(_part(0, from), _part(from + length, batch.length));
        bytes memory base = how % 2 == 0 ? batch : rest;
        to = bound(to, 0, base.length);
        bytes memory changed = _slice(base, 0, to);
        if (how % 3 != 0) changed = bytes.concat(changed, part);
        changed = bytes.concat(changed, _slice(base, to, base.length));
        _try(changed);
    }

    /// Whatever precedes or follows the batch in the call's data is not looked at.
    function testFuzz_callDataAroundTheBatch(bytes calldata before, bytes calldata behind) public {
        bytes memory call = bytes.concat(
            house.settle.selector,
            abi.encode(uint256(0x40 + before.length), uint256(1)),
            before,
            abi.encode(batch.length - 1),
            _part(0, batch.length - 1),
            // The byte that is missing is there, but not in the batch.
            _part(batch.length - 1, batch.length),
            behind
        );
        vm.prank(OPERATOR);
        (bool accepted,) = address(house).call(call);
        assertFalse(accepted);
    }

    function _part(uint256 from, uint256 to) private view returns (bytes memory) {
        return _slice(batch, from, to);
    }

    function _slice(bytes memory source, uint256 from, uint256 to)
        private
        pure
        returns (bytes memory part)
    {
        part = new bytes(to - from);
        for (uint256 i = from; i < to; ++i) {
            part[i - from] = source[i];
        }
    }
}
